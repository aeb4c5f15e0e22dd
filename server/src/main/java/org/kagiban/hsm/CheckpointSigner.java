package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKM_EDDSA;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_PRIVATE_KEY;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.verification.UnavailableException;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * The partition's Ed25519 key {@link KeyNames#CHECKPOINT}, which signs the log's checkpoints. One
 * of these is for one key: a key that took its place has another public half, and a signature of it
 * does not pass for this one's. Serves again after the HSM was lost and is back. Thread-safe.
 */
public final class CheckpointSigner implements NoteSigner {
  private static final int RAW = 32;

  private final HsmWorkers workers;
  private final String name;
  private final byte[] publicKey;
  private volatile @Nullable Handle handle;

  private CheckpointSigner(HsmWorkers workers, String name, byte[] publicKey) {
    this.workers = workers;
    this.name = name;
    this.publicKey = publicKey;
  }

  /**
   * The key that the partition has now, read back; empty where no ceremony made one yet. Runs on
   * the caller's thread, and in a partition of many objects may take a second.
   *
   * @param origin the log's name
   * @throws HsmSetupException where the key is weaker than it must be, or its halves are of two
   * @throws UnavailableException where the HSM is lost
   * @throws HsmException where a PKCS#11 function failed
   */
  public static Optional<CheckpointSigner> find(HsmWorkers workers, String origin) {
    Partition partition = workers.partition();
    return partition
        .setUp(session -> new KeyPairs(session, partition.config().quirks()).findCheckpointKey())
        .map(half -> new CheckpointSigner(workers, origin, raw(half)));
  }

  /** RFC 8410: the key's 32 bytes end its SubjectPublicKeyInfo. */
  private static byte[] raw(PublicHalf half) {
    byte[] spki = half.spki();
    return Arrays.copyOfRange(spki, spki.length - RAW, spki.length);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnavailableException where the HSM is lost or too slow, or the key is gone
   */
  @Override
  public byte[] sign(byte[] message) {
    try {
      return workers.submit(session -> sign(session, message)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private byte[] sign(HsmSession session, byte[] message) {
    CK_MECHANISM mechanism = new CK_MECHANISM(CKM_EDDSA);
    try {
      return session.sign(mechanism, handle(session), message);
    } catch (HsmException e) {
      if (Ckr.isBadHandle(e.code())) {
        handle = null;
      }
      throw e;
    }
  }

  /** A handle is good for one generation of the partition. */
  private long handle(HsmSession session) {
    Handle known = handle;
    if (known == null || known.generation() != session.generation()) {
      long key =
          PartitionKeys.only(session, CKO_PRIVATE_KEY, KeyNames.CHECKPOINT)
              .orElseThrow(
                  () ->
                      new UnavailableException(
                          HSM_UNAVAILABLE,
                          "the partition has no key " + KeyNames.CHECKPOINT + " any more"));
      known = new Handle(session.generation(), key);
      handle = known;
    }
    return known.key();
  }

  private record Handle(Generation generation, long key) {}
}
