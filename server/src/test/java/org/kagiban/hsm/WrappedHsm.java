package org.kagiban.hsm;

import static org.kagiban.hsm.RunningHsm.get;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_CLASS;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_TOKEN;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.otp.Hmac;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.Institution;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.TokenState;
import org.kagiban.token.Validity;
import org.kagiban.verification.WrappedSeed;

/** A partition with two KEKs, and all that serves wrapped seeds from it. */
final class WrappedHsm implements AutoCloseable {
  static final String KEK = "kagiban-kek-1";
  static final String NEXT_KEK = "kagiban-kek-2";

  final StoredRows store = new StoredRows();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final ActiveKek kek = new ActiveKek();
  final Partition partition;
  final HsmWorkers workers;
  final HsmCustody custody;
  final HsmSeeds seeds;
  final HsmSeedMover mover;

  WrappedHsm(SoftHsm hsm, SeedPlace place, int unwrapped, int threads, Clock clock) {
    this(config(hsm, threads, hsm.config().quirks()), place, unwrapped, clock);
  }

  private WrappedHsm(HsmConfig config, SeedPlace place, int unwrapped, Clock clock) {
    kek.activate(KEK);
    partition =
        Partition.open(config, new SeedKeeping(place, kek, unwrapped, false), SoftHsm.pin());
    workers = new HsmWorkers(partition);
    custody = new HsmCustody(workers);
    seeds = new HsmSeeds(workers, store, (token, why) -> refused.add(token + ": " + why), clock);
    mover = new HsmSeedMover(workers);
  }

  WrappedHsm(SoftHsm hsm, int unwrapped) {
    this(hsm, SeedPlace.WRAPPED, unwrapped, 2, Clock.systemUTC());
  }

  /** As if the library lost so many bytes for each destroyed object. */
  static WrappedHsm leaking(SoftHsm hsm, int unwrapped, int leakedBytesPerObject) {
    ProviderQuirks usual = hsm.config().quirks();
    ProviderQuirks leaking =
        new ProviderQuirks(
            usual.smallestSha1Key(),
            usual.smallestSha256Key(),
            usual.smallestSha512Key(),
            usual.locksObjects(),
            usual.locksCopies(),
            usual.keyWrap(),
            leakedBytesPerObject);
    return new WrappedHsm(config(hsm, 2, leaking), SeedPlace.WRAPPED, unwrapped, Clock.systemUTC());
  }

  private static HsmConfig config(SoftHsm hsm, int threads, ProviderQuirks quirks) {
    HsmConfig usual = hsm.config();
    return new HsmConfig(
        usual.library(),
        usual.label(),
        null,
        threads,
        usual.queueCapacity(),
        usual.callLimit(),
        quirks);
  }

  /** A partition with all the keys that wrapped seeds need; not beside an open one. */
  static SoftHsm make() {
    SoftHsm hsm = SoftHsm.create();
    try (OfficerSession officer = hsm.officer()) {
      officer.generateKek(KEK, "first");
      officer.generateKek(NEXT_KEK, "second");
    }
    try (Partition partition = hsm.open()) {
      PartitionKeys.create(partition);
      new PartitionKeyMaker(partition).bindingKey("binding");
    }
    return hsm;
  }

  /** Loads a seed from a file, and its row into the store. */
  Token load(String name, HashAlgorithm algorithm, byte[] seed) {
    SeedFile file = new SeedFile();
    try (TransportKey key = file.openIn(custody)) {
      return load(key, List.of(file.seal(name, algorithm, seed))).get(0);
    }
  }

  List<Token> load(TransportKey key, List<SealedSeed> sealed) {
    List<Outcome> outcomes = get(key.keep(sealed));
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < sealed.size(); i++) {
      Outcome.Good good = (Outcome.Good) outcomes.get(i);
      WrappedSeed row = good.row();
      if (row != null) {
        store.rows.put(row.token(), row);
      }
      tokens.add(token(sealed.get(i).token(), sealed.get(i).profile(), good.kcv()));
    }
    return tokens;
  }

  static Token token(TokenId id, TokenProfile profile, byte[] kcv) {
    return new Token(
        id,
        new Institution("bank"),
        profile,
        Validity.ALWAYS,
        new SeedRef(id.value()),
        kcv,
        Instant.EPOCH,
        TokenState.NEW);
  }

  byte[] hmac(Token token, byte[] message) {
    return get(seeds.with(token, (Hmac hmac) -> hmac.compute(message)));
  }

  WrappedSeed row(Token token) {
    return Objects.requireNonNull(store.rows.get(token.id()));
  }

  Stored stored(Token token) {
    return new Stored(token, row(token));
  }

  /** Secret keys that vanish with their session, as the HSM counts them. */
  int sessionKeys() {
    Template any = new Template().number(CKA_CLASS, CKO_SECRET_KEY).flag(CKA_TOKEN, false);
    return get(workers.submit(session -> session.find(any).size()));
  }

  int unwrapped() {
    return partition.generation().unwrapped().size();
  }

  @Override
  public void close() {
    workers.close();
    partition.close();
  }
}
