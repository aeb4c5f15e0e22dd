package org.kagiban.hsm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.custody.ceremony.WrappedKey;
import org.kagiban.verification.UnavailableException;

/**
 * What ceremonies do with keys by the user PIN. A key carries its ceremony's id (CKA_ID: 1 to 64 of
 * A-Z, a-z, 0-9, . _ and -): one that is there with that id is adopted, so that a ceremony that was
 * cut off can be run again; one with another id is refused ("label exists"). Every key is read back
 * and destroyed again where it is weaker than asked. Thread-safe, but for one caller at a time in
 * the whole installation: two at once might both make a key.
 *
 * <p>Every method may throw {@link UnavailableException} where the HSM is lost, {@link
 * HsmException} where a function failed, and {@link HsmSetupException} where a key is weak.
 */
public final class PartitionKeyMaker {
  private final Partition partition;

  public PartitionKeyMaker(Partition partition) {
    this.partition = partition;
  }

  /** {@link KeyNames#REQUEST}. */
  public KeyFacts requestKey(String keyId) {
    return change(session -> supportKeys(session).make(KeyNames.REQUEST, keyId));
  }

  /** {@link KeyNames#BINDING}. */
  public KeyFacts bindingKey(String keyId) {
    return change(session -> supportKeys(session).make(KeyNames.BINDING, keyId));
  }

  /** {@link KeyNames#IMPORT}. Takes some seconds. */
  public KeyFacts importKey(String keyId) {
    return change(session -> new KeyPairs(session, quirks()).importKey(keyId));
  }

  /** {@link KeyNames#CHECKPOINT}. */
  public KeyFacts checkpointKey(String keyId) {
    return change(session -> new KeyPairs(session, quirks()).checkpointKey(keyId));
  }

  /**
   * Takes a vendor's transport key in.
   *
   * @param vendor 1 to 32 of a-z, 0-9 and -
   * @param wrapped AES key of 16, 24 or 32 bytes under the import key, RSAES-OAEP with SHA-1 and
   *     MGF1-SHA-1
   * @param expected by AES-CMAC, as the custodians saw it; null where whoever calls compares
   * @throws KeyRefusedException where it cannot be unwrapped or has another check value: nothing
   *     was made
   */
  public KeyFacts transportKey(
      String vendor, String keyId, byte[] wrapped, @Nullable KeyCheck expected) {
    return change(
        session ->
            new TransportKeys(session, quirks()).importKey(vendor, keyId, wrapped, expected));
  }

  /**
   * Wraps {@link KeyNames#REQUEST} or {@link KeyNames#BINDING} for another partition.
   *
   * @throws KeyRefusedException where there is none, or it was made to stay
   */
  public WrappedKey backup(String label, String kek) {
    return partition.setUp(session -> supportKeys(session).backup(label, kek));
  }

  /**
   * Restores a key from {@link #backup}.
   *
   * @throws KeyRefusedException where the backup is damaged, of another KEK, or its check value
   *     differs: nothing was made
   */
  public KeyFacts restore(WrappedKey backup, String kek) {
    return change(session -> supportKeys(session).restore(backup, kek));
  }

  /**
   * Destroys a key, both halves of a pair. Whether a row or a customer needs it still is for the
   * caller to know.
   *
   * @param check must be the key's own
   * @return the key as it was; empty where there is none of that label (any more)
   * @throws KeyRefusedException where the check value is another's: nothing was destroyed
   */
  public Optional<KeyFacts> destroy(String label, KeyCheck check) {
    return change(session -> new KeyDestruction(session).destroy(label, check));
  }

  /**
   * Any of the partition's keys, read back; empty where there is none of that label. One that
   * another process has made, as a restore does, comes into use with it.
   */
  public Optional<KeyFacts> find(String label) {
    return change(session -> new KeyDestruction(session).read(label));
  }

  /**
   * A KEK, with its attributes read back and its templates tried.
   *
   * @param acceptNotEnforced whether the configuration accepts a KEK that does not protect seeds
   *     from whoever holds the user PIN
   * @throws HsmSetupException where there is none, or it is weaker than it must be
   */
  public KeyFacts kek(String label, boolean acceptNotEnforced) {
    return partition.setUp(
        session -> {
          Kek kek = acceptNotEnforced ? Kek.locate(session, label) : Kek.find(session, label);
          KeyCheck check = KeyChecks.kek(session, kek.handle());
          KeyFacts facts = KeyReader.secretKey(session, kek.handle(), check);
          List<String> gaps = KekEnforcement.templates(session, kek);
          if (!gaps.isEmpty() && !acceptNotEnforced) {
            throw new HsmSetupException("the partition's KEK " + label + " is refused: " + gaps);
          }
          return gaps.isEmpty() ? facts.with(tried()) : facts;
        });
  }

  private static Map<String, Boolean> tried() {
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (String attribute :
        List.of("CKA_SENSITIVE", "CKA_WRAP_WITH_TRUSTED", "CKA_PRIVATE", "CKA_KEY_TYPE")) {
      found.put("CKA_UNWRAP_TEMPLATE." + attribute, true);
    }
    found.put("CKA_WRAP_TEMPLATE.CKA_KEY_TYPE", true);
    return found;
  }

  /**
   * Tries whether the partition protects seeds from whoever holds the user PIN.
   *
   * @return sentences for the operator; empty where it does
   */
  public List<String> notEnforced() {
    return partition.setUp(KekEnforcement::wrapWithTrusted);
  }

  private SupportKeys supportKeys(HsmSession session) {
    return new SupportKeys(session, quirks());
  }

  private ProviderQuirks quirks() {
    return partition.config().quirks();
  }

  /** What serves from the partition sees the change at once. */
  private <T> T change(HsmJob<T> job) {
    return partition.setUp(
        session -> {
          T result = job.run(session);
          session.generation().setKeys(PartitionKeys.find(session, quirks()));
          session.generation().rowKeys().refresh(session);
          return result;
        });
  }
}
