package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_AES_KEY_WRAP_PAD;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_GENERIC_SECRET_KEY_GEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_RSA_PKCS_KEY_PAIR_GEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_RSA_PKCS_OAEP;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_SHA256_HMAC;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_SHA512_HMAC;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_SHA_1;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_SHA_1_HMAC;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.kagiban.token.HashAlgorithm;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** The mechanisms that Kagiban uses, and what each is for. */
final class Mechanisms {
  private static final long CKG_MGF1_SHA1 = 1;
  private static final long CKZ_DATA_SPECIFIED = 1;

  private record Need(long mechanism, MissingFeature without) {
    Need(long mechanism, String name, String cost, boolean fatal) {
      this(mechanism, new MissingFeature(name, cost, fatal));
    }
  }

  private static final List<Need> NEEDS =
      List.of(
          new Need(CKM_SHA_1_HMAC, "CKM_SHA_1_HMAC", "SHA-1 tokens cannot be verified", true),
          new Need(
              CKM_SHA256_HMAC,
              "CKM_SHA256_HMAC",
              "SHA-256 tokens cannot be verified, seed files not loaded, temporary codes not made",
              false),
          new Need(CKM_SHA512_HMAC, "CKM_SHA512_HMAC", "SHA-512 tokens cannot be verified", false),
          new Need(
              CKM_AES_KEY_WRAP_PAD,
              "CKM_AES_KEY_WRAP_PAD",
              "sealed seed files cannot be loaded",
              false),
          new Need(
              CKM_RSA_PKCS_OAEP,
              "CKM_RSA_PKCS_OAEP",
              "sealed seed files cannot be loaded and software tokens not created",
              false),
          new Need(
              CKM_GENERIC_SECRET_KEY_GEN,
              "CKM_GENERIC_SECRET_KEY_GEN",
              "software tokens cannot be created, nor the partition's request key",
              false),
          new Need(
              CKM_RSA_PKCS_KEY_PAIR_GEN,
              "CKM_RSA_PKCS_KEY_PAIR_GEN",
              "the partition's import key cannot be created",
              false));

  private Mechanisms() {}

  static List<MissingFeature> missing(Set<Long> present, KeyWrap keyWrap) {
    List<MissingFeature> missing = new ArrayList<>();
    for (Need need : NEEDS) {
      long number =
          need.mechanism == KeyWrap.PAD.mechanism() ? keyWrap.mechanism() : need.mechanism;
      if (!present.contains(number)) {
        missing.add(need.without);
      }
    }
    return List.copyOf(missing);
  }

  static CK_MECHANISM hmac(HashAlgorithm algorithm) {
    return new CK_MECHANISM(
        switch (algorithm) {
          case SHA1 -> CKM_SHA_1_HMAC;
          case SHA256 -> CKM_SHA256_HMAC;
          case SHA512 -> CKM_SHA512_HMAC;
        });
  }

  /** RFC 5649. {@link HsmSession} puts the number in that the HSM at hand knows it by. */
  static CK_MECHANISM keyWrapPad() {
    return new CK_MECHANISM(CKM_AES_KEY_WRAP_PAD);
  }

  /**
   * RSAES-OAEP with SHA-1 and MGF1-SHA-1, no label. The JDK has no class for its parameter, a
   * CK_RSA_PKCS_OAEP_PARAMS: hashAlg, mgf, source, pSourceData, ulSourceDataLen, each 8 bytes on a
   * 64-bit machine.
   */
  static CK_MECHANISM oaep() {
    ByteBuffer params = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
    params.putLong(CKM_SHA_1).putLong(CKG_MGF1_SHA1).putLong(CKZ_DATA_SPECIFIED);
    return new CK_MECHANISM(CKM_RSA_PKCS_OAEP, params.putLong(0).putLong(0).array());
  }
}
