package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

/** Keys as a careless operator would make them. */
final class WeakKeys {
  private WeakKeys() {}

  static Template readableRequestKey() {
    return new Template()
        .number(CKA_CLASS, CKO_SECRET_KEY)
        .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
        .bytes(CKA_VALUE, new byte[32])
        .bytes(CKA_LABEL, PartitionKeys.REQUEST_LABEL.getBytes(US_ASCII))
        .flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, false)
        .flag(CKA_EXTRACTABLE, true)
        .flag(CKA_SIGN, true);
  }
}
