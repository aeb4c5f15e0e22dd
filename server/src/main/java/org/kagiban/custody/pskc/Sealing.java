package org.kagiban.custody.pskc;

import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.kagiban.custody.pskc.PskcException.Problem;
import org.kagiban.token.HashAlgorithm;

/** One run of {@link SeedSealer}. Not thread-safe. */
final class Sealing {
  private static final int LEAST_SEED = 16;
  private static final int LEAST_LEGACY_SEED = 10;

  /** So many wrong MACs, and not one right, mean a wrong key rather than bad records. */
  private static final int TELLING_MACS = 10;

  private final SeedOpener opener;
  private final SealingKeys keys;
  private final SealedWriter writer;
  private final Consumer<Refusal> refused;
  private final boolean allowShort;

  /** Wrong MACs before the first right one. */
  private final List<Refusal> held = new ArrayList<>();

  private boolean keyFits;
  private long sealed;
  private long refusals;

  Sealing(
      SeedOpener opener,
      SealingKeys keys,
      SealedWriter writer,
      Consumer<Refusal> refused,
      boolean allowShort) {
    this.opener = opener;
    this.keys = keys;
    this.writer = writer;
    this.refused = refused;
    this.allowShort = allowShort;
  }

  SealReport run(PskcReader reader, RSAPublicKey importKey) throws PskcException, IOException {
    writer.begin(
        new SealedHeader(
            keys.wrappedFor(importKey),
            keys.wrappedMacKey(),
            SealedHeader.fingerprint(importKey.getEncoded())));
    PskcRecord record;
    while ((record = reader.next(this::refuse)) != null) {
      try {
        seal(record);
      } catch (Refused e) {
        refuse(record.refusedFor(e));
        doubtKey(TELLING_MACS);
      }
    }
    end(reader.records());
    writer.finish();
    return new SealReport(reader.records(), sealed, refusals);
  }

  private void seal(PskcRecord record) throws Refused, PskcException, IOException {
    try (Seed seed = open(record)) {
      HashAlgorithm hash = record.profile().algorithm();
      checkLength(seed.length(), hash);
      byte[] padded = seed.paddedTo(hash.size());
      byte[] wrapped = keys.wrap(padded);
      Arrays.fill(padded, (byte) 0);
      byte[] bound =
          BoundData.of(
              record.tokenId(), record.profile(), record.counter(), record.validity(), wrapped);
      writer.record(record, wrapped, keys.bind(bound));
      sealed++;
    }
  }

  private Seed open(PskcRecord record) throws Refused, PskcException {
    try {
      Seed seed = opener.open(record);
      keyFits = true;
      held.forEach(refused);
      held.clear();
      return seed;
    } catch (Refused e) {
      destroyPlain(record);
      throw e;
    }
  }

  private static void destroyPlain(PskcRecord record) {
    if (record.secret() instanceof Secret.Plain plain) {
      plain.seed().destroy();
    }
  }

  private void checkLength(int bytes, HashAlgorithm hash) throws Refused {
    // A longer HMAC key is hashed first (RFC 2104), which HSMs do not do alike.
    int most = hash == HashAlgorithm.SHA512 ? 128 : 64;
    int least = allowShort ? LEAST_LEGACY_SEED : LEAST_SEED;
    if (bytes > most) {
      throw new Refused(
          RefusalReason.SEED_TOO_LONG,
          "The seed has " + bytes + " bytes; with its hash " + most + " are the most.");
    }
    if (bytes < least) {
      throw new Refused(
          RefusalReason.SEED_TOO_SHORT,
          "The seed has "
              + bytes
              + " bytes; fewer than "
              + least
              + " are too weak (RFC 4226, R6).");
    }
  }

  private void refuse(Refusal refusal) {
    refusals++;
    if (refusal.reason() == RefusalReason.MAC_WRONG && !keyFits) {
      held.add(refusal);
    } else {
      refused.accept(refusal);
    }
  }

  private void doubtKey(int macs) throws PskcException {
    if (held.size() >= macs) {
      throw new PskcException(
          Problem.MAC_WRONG,
          "no record's MAC is right: the key or passphrase is wrong, or the file was changed. Try"
              + " it again with the key from the vendor; where that is right, ask for the file"
              + " again.");
    }
  }

  private void end(long records) throws PskcException {
    if (records == 0) {
      throw new PskcException(Problem.BAD_STRUCTURE, "the file holds no KeyPackage, so no seed.");
    }
    doubtKey(1);
    if (sealed == 0) {
      throw new PskcException(
          Problem.NOTHING_SEALED, "none of the file's records could be sealed; see their reasons.");
    }
  }
}
