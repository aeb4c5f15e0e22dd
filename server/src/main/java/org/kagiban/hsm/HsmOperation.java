package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_EDDSA;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_RSA_PKCS_OAEP;

import org.kagiban.token.HashAlgorithm;

/** What the HSM is asked to do while the server serves. */
public enum HsmOperation {
  HMAC_SHA1("sign", "CKM_SHA_1_HMAC"),
  HMAC_SHA256("sign", "CKM_SHA256_HMAC"),
  HMAC_SHA512("sign", "CKM_SHA512_HMAC"),
  SIGN_EDDSA("sign", "CKM_EDDSA"),
  SIGN_OTHER("sign", "other"),
  WRAP_AES("wrap", "CKM_AES_KEY_WRAP_PAD"),
  WRAP_OAEP("wrap", "CKM_RSA_PKCS_OAEP"),
  UNWRAP_AES("unwrap", "CKM_AES_KEY_WRAP_PAD"),
  UNWRAP_OAEP("unwrap", "CKM_RSA_PKCS_OAEP"),
  GENERATE("generate", "CKM_GENERIC_SECRET_KEY_GEN");

  private final String function;
  private final String mechanism;

  HsmOperation(String function, String mechanism) {
    this.function = function;
    this.mechanism = mechanism;
  }

  /** sign, wrap, unwrap or generate. */
  public String function() {
    return function;
  }

  /** By its PKCS#11 name, or other. */
  public String mechanism() {
    return mechanism;
  }

  static HsmOperation hmac(HashAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> HMAC_SHA1;
      case SHA256 -> HMAC_SHA256;
      case SHA512 -> HMAC_SHA512;
    };
  }

  static HsmOperation sign(long mechanism) {
    return mechanism == CKM_EDDSA ? SIGN_EDDSA : SIGN_OTHER;
  }

  static HsmOperation wrap(long mechanism) {
    return mechanism == CKM_RSA_PKCS_OAEP ? WRAP_OAEP : WRAP_AES;
  }

  static HsmOperation unwrap(long mechanism) {
    return mechanism == CKM_RSA_PKCS_OAEP ? UNWRAP_OAEP : UNWRAP_AES;
  }
}
