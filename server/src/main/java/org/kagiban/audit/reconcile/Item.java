package org.kagiban.audit.reconcile;

import java.util.Map;

/**
 * One thing that was found. Holds nothing secret.
 *
 * @param kind PKCS#11 class, such as "secret key"; "wrapped seed" or "token" of rows
 * @param label CKA_LABEL; empty for rows
 * @param id CKA_ID, or the Token ID of a row
 * @param attributes as read back, such as CKA_SENSITIVE; those that it does not have are left out
 * @param kcv key check value; empty where none was made
 * @param kcvMethod how it was made; empty with it
 * @param kek label of the key that wraps a seed; empty where none does
 * @param problem why it could not be read or checked; empty where it could
 * @param retired of a token
 * @param seedRef of a token: its seed's reference; empty once the seed is destroyed
 */
public record Item(
    Where where,
    String kind,
    String label,
    String id,
    Map<String, Boolean> attributes,
    byte[] kcv,
    String kcvMethod,
    String kek,
    String problem,
    boolean retired,
    String seedRef) {
  /** Where a thing was found. */
  public enum Where {
    /** An object of the HSM partition. */
    PARTITION,
    /** A wrapped seed in the database. */
    DATABASE,
    /** A token's row in the database. */
    TOKEN
  }

  /** The kind of secret keys, seeds among them. */
  public static final String SECRET_KEY = "secret key";

  /** The kind of a pair's private half. */
  public static final String PRIVATE_KEY = "private key";

  /** The kind of a pair's public half. */
  public static final String PUBLIC_KEY = "public key";

  public Item {
    attributes = Map.copyOf(attributes);
  }

  /** An object of the partition. */
  public static Item object(
      String kind,
      String label,
      String id,
      Map<String, Boolean> attributes,
      byte[] kcv,
      String kcvMethod,
      String problem) {
    return new Item(
        Where.PARTITION, kind, label, id, attributes, kcv, kcvMethod, "", problem, false, "");
  }

  /** A wrapped seed in the database. */
  public static Item row(String token, String kek, byte[] kcv, String kcvMethod, String problem) {
    return new Item(
        Where.DATABASE,
        "wrapped seed",
        "",
        token,
        Map.of(),
        kcv,
        kcvMethod,
        kek,
        problem,
        false,
        "");
  }

  /** A token's row in the database. */
  public static Item token(String id, byte[] kcv, boolean retired, String seedRef) {
    return new Item(Where.TOKEN, "token", "", id, Map.of(), kcv, "", "", "", retired, seedRef);
  }
}
