package org.kagiban.custody.ceremony;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the HSM says of a key, for a transcript; nothing of it is secret.
 *
 * @param type such as "AES-256 secret key"
 * @param kcv key check value; for a key pair the SHA-256 of the public half
 * @param kcvMethod how it was made
 * @param publicKey X.509 SubjectPublicKeyInfo, DER; null for a secret key
 * @param attributes as read back, by PKCS#11 name, in a fixed order
 */
public record KeyFacts(
    String label,
    String id,
    String type,
    byte[] kcv,
    String kcvMethod,
    byte @Nullable [] publicKey,
    Map<String, String> attributes) {
  public KeyFacts {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** A key without a public half. */
  public static KeyFacts secret(
      String label,
      String id,
      String type,
      byte[] kcv,
      String kcvMethod,
      Map<String, String> attributes) {
    return new KeyFacts(label, id, type, kcv, kcvMethod, null, attributes);
  }
}
