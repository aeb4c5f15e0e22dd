package org.kagiban.custody.ceremony;

import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the HSM says of a key, read back from it, for transcripts. Holds nothing secret.
 *
 * @param id CKA_ID in ASCII: the id of the ceremony that made the key
 * @param kind "secret key" or "key pair"
 * @param type "AES", "generic secret", "RSA" or "Ed25519"
 * @param bits the key's size, 0 where the HSM does not say
 * @param publicKey X.509 SubjectPublicKeyInfo, DER; of key pairs
 * @param attributes in the order of reading, such as CKA_SENSITIVE → true. What stands under
 *     CKA_UNWRAP_TEMPLATE or CKA_WRAP_TEMPLATE was found by trying, not by reading.
 */
public record KeyFacts(
    String label,
    String id,
    String kind,
    String type,
    int bits,
    KeyCheck check,
    Optional<byte[]> publicKey,
    Map<String, Boolean> attributes) {
  public KeyFacts {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The key check value. */
  public byte[] kcv() {
    return HexFormat.of().parseHex(check.value());
  }

  /** How the key check value was made, for people. */
  public String kcvMethod() {
    return check.method().text();
  }

  /** Such as "AES-256 secret key". */
  public String description() {
    return type + (bits == 0 ? "" : "-" + bits) + " " + kind;
  }

  /** These facts, and more attributes after the others. */
  public KeyFacts with(Map<String, Boolean> more) {
    Map<String, Boolean> all = new LinkedHashMap<>(attributes);
    all.putAll(more);
    return new KeyFacts(label, id, kind, type, bits, check, publicKey, all);
  }
}
