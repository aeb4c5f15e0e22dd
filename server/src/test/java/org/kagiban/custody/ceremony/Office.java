package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Authority.Member;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyDesk.Signature;
import org.kagiban.verification.TrustedClock;

/** A desk with its custodians, a clock that stands until it is moved, and stand-ins behind it. */
final class Office {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private Instant time = NOW;
  final FakeLedger ledger = new FakeLedger();
  final FakeHsm hsm = new FakeHsm();
  final ActiveKek active = new ActiveKek();
  final AtomicInteger reloads = new AtomicInteger();
  final List<String> performed = new ArrayList<>();
  final Authority authority = new Authority("ca", NOW);
  final Member aiko = authority.member("custodian-1", "Aiko Tanaka");
  final Member ben = authority.member("custodian-2", "Ben Mori");
  final Member chie = authority.member("custodian-3", "Chie Sato");
  Runnable whilePerforming = () -> {};
  Ceremonies desk = restart(1);

  /** The server anew, on the same store and HSM. */
  Ceremonies restart(int approvals) {
    TrustedClock clock = new TrustedClock(new Hands(), this::nanos, NOW.minusSeconds(60));
    CeremonyPolicy policy = new CeremonyPolicy(approvals, Duration.ofHours(24));
    desk =
        new Ceremonies(
            ledger,
            ledger,
            hsm,
            new Performers()
                .with(CeremonyPlan.SeedBatch.class, this::note)
                .with(CeremonyPlan.KekRotation.class, this::note)
                .with(CeremonyPlan.SeedMigration.class, this::note),
            clock,
            new CeremonyServer(policy, "kagiban", "0.3"),
            active,
            () -> {
              reloads.incrementAndGet();
              return CompletableFuture.completedFuture(null);
            });
    return desk;
  }

  private Performer.Performed note(
      CeremonyId id, Custodian by, CeremonyPlan plan, RunInput input, RunListener listener) {
    whilePerforming.run();
    performed.add(plan.kind());
    return new Performer.Performed(List.of(), List.of(), List.of(), Map.of("seeds", "12"));
  }

  Instant now() {
    return time;
  }

  void pass(Duration duration) {
    time = time.plus(duration);
  }

  private long nanos() {
    return ChronoUnit.NANOS.between(NOW, time);
  }

  Signature sign(Member who, Act act, CeremonyId id, byte[] about) {
    // A moment apart each, as in life.
    time = time.plusMillis(1);
    return sign(who, act, id, about, time, time.plus(Duration.ofMinutes(10)));
  }

  static Signature sign(
      Member who, Act act, CeremonyId id, byte[] about, Instant at, Instant expires) {
    try {
      Statement statement = new Statement(act, id, about, at, expires);
      return new Signature(at, expires, Statements.sign(who.key(), statement));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] text(String yaml) {
    return yaml.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] hash(String yaml) {
    return Sha256.of(text(yaml));
  }

  CeremonyId propose(Member who, String yaml) {
    CeremonyId id = CeremonyId.random();
    Ceremony unused = done(proposing(who, id, yaml));
    return id;
  }

  CompletableFuture<Ceremony> proposing(Member who, CeremonyId id, String yaml) {
    return desk.propose(who.custodian(), id, text(yaml), sign(who, Act.PROPOSE, id, hash(yaml)));
  }

  CompletableFuture<Ceremony> approving(Member who, CeremonyId id, String yaml) {
    return desk.approve(who.custodian(), id, hash(yaml), sign(who, Act.APPROVE, id, hash(yaml)));
  }

  /** Proposed by Aiko, approved by Ben. */
  CeremonyId agreed(String yaml) {
    CeremonyId id = propose(aiko, yaml);
    Ceremony unused = done(approving(ben, id, yaml));
    return id;
  }

  Ceremony run(Member who, CeremonyId id) {
    return run(who, id, RunInput.NONE);
  }

  Ceremony run(Member who, CeremonyId id, RunInput input) {
    Signature signature = sign(who, Act.RUN, id, Sha256.of(find(id).file()));
    return desk.run(who.custodian(), id, signature, input, new Silent());
  }

  CompletableFuture<Ceremony> finishing(Member who, CeremonyId id, byte[] outcome) {
    return desk.finish(who.custodian(), id, outcome, sign(who, Act.FINISH, id, Sha256.of(outcome)));
  }

  CompletableFuture<Ceremony> withdrawing(Member who, CeremonyId id) {
    return desk.withdraw(
        who.custodian(), id, sign(who, Act.WITHDRAW, id, Sha256.of(find(id).file())));
  }

  CompletableFuture<Ceremony> cancelling(Member who, CeremonyId id) {
    return desk.cancel(who.custodian(), id, sign(who, Act.CANCEL, id, Sha256.of(find(id).file())));
  }

  CompletableFuture<Ceremony> aborting(Member who, CeremonyId id, String why) {
    return desk.abort(
        who.custodian(), id, why, sign(who, Act.ABORT, id, Sha256.of(find(id).file())));
  }

  Ceremony find(CeremonyId id) {
    return java.util.Objects.requireNonNull(done(desk.find(id)));
  }

  static <T> T done(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** A KEK made with everything that belongs to it. */
  CeremonyId kek(String label) {
    CeremonyId id = agreed(kekFile(label));
    Ceremony begun = run(aiko, id);
    KeyFacts facts = done(hsm.make(begun.id(), label));
    Ceremony ended = done(finishing(aiko, id, outcome(id, "kek-generation", facts)));
    return ended.id();
  }

  static byte[] outcome(CeremonyId id, String kind, KeyFacts facts) {
    HsmOutcome.Key key = new HsmOutcome.Key(facts.label(), facts.kcv(), facts.kcvMethod());
    return new HsmOutcome(id, kind, List.of(key), List.of(), Map.of("tool", "test")).bytes();
  }

  static String kekFile(String label) {
    return "ceremony: kek-generation\npartition: kagiban\nkey: {label: " + label + "}\n";
  }

  private static final class Silent implements RunListener {
    @Override
    public void progress(String step, long done, long total) {}

    @Override
    public void refused(long record, String tokenId, String reason, String message) {}
  }

  /** The clock that {@link #pass} moves. */
  private final class Hands extends java.time.Clock {
    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public java.time.Clock withZone(java.time.ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return time;
    }
  }
}
