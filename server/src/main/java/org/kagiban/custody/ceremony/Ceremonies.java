package org.kagiban.custody.ceremony;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.Sha256;
import org.kagiban.verification.TrustedClock;

/** The desk where ceremonies are proposed, approved and run; see {@link CeremonyDesk}. */
public final class Ceremonies implements CeremonyDesk {
  private static final int MAX_REASON = 200;

  private final CeremonyLedger ledger;
  private final SeedRows rows;
  private final Performers performers;
  private final TrustedClock clock;
  private final CeremonyServer server;
  private final CeremonyRules rules;
  private final KeyRules keyRules;
  private final HsmChecks checks;
  private final Acts acts;
  private final Turns turns = new Turns();
  private final CeremonyRunner runner;
  private final HsmFinish finish;

  /**
   * @param rows for how many seeds each KEK wraps
   * @param performers of seed-batch, kek-rotation and seed-migration; the others are added here
   * @param active set when a KEK becomes the active one
   * @throws IllegalStateException where a performer is missing
   */
  public Ceremonies(
      CeremonyLedger ledger,
      SeedRows rows,
      CeremonyHsm hsm,
      Performers performers,
      TrustedClock clock,
      CeremonyServer server,
      ActiveKek active,
      KeysListener listener) {
    this.ledger = ledger;
    this.rows = rows;
    this.performers = performers;
    this.clock = clock;
    this.server = server;
    this.rules = new CeremonyRules(server.policy());
    this.keyRules = new KeyRules(server);
    this.checks = new HsmChecks(hsm, ledger);
    this.acts = new Acts(ledger, clock);
    new HsmPerformers(hsm, ledger, clock).addTo(performers);
    performers.requireAll();
    NewKeys newKeys = new NewKeys(active, listener);
    this.runner =
        new CeremonyRunner(
            ledger,
            new CeremonyStart(acts, rules, keyRules, checks, performers),
            rules,
            performers,
            clock,
            server,
            turns,
            newKeys);
    this.finish = new HsmFinish(ledger, hsm, rules, clock, server, newKeys);
  }

  @Override
  public CompletableFuture<Ceremony> propose(
      Custodian by, CeremonyId id, byte[] file, Signature signature) {
    return orFailed(
        () -> {
          Signed act = Acts.signed(Act.PROPOSE, by, id, Sha256.of(file), signature);
          CeremonyPlan plan = Acts.file(file).plan();
          return ledger
              .find(id)
              .thenCompose(
                  found ->
                      found != null && isRepeat(found, act, file)
                          ? CompletableFuture.completedFuture(found)
                          : proposeNew(act, plan, file));
        });
  }

  /** A proposal whose answer was lost is answered again. */
  private static boolean isRepeat(Ceremony found, Signed act, byte[] file) {
    Signed proposal = found.signed().get(0);
    return Arrays.equals(found.file(), file)
        && Arrays.equals(proposal.certificate(), act.certificate());
  }

  private CompletableFuture<Ceremony> proposeNew(Signed act, CeremonyPlan plan, byte[] file) {
    performers.check(plan);
    return checks
        .before(plan, act.statement().ceremony())
        .thenCompose(
            fine ->
                acts.record(
                    act,
                    EventKind.CEREMONY_PROPOSED,
                    (view, now) -> {
                      keyRules.require(plan, view);
                      return rules.propose(view.ceremony(), plan.kind(), file, act, now);
                    }));
  }

  @Override
  public CompletableFuture<Ceremony> approve(
      Custodian by, CeremonyId id, byte[] fileHash, Signature signature) {
    return onKnown(
        id,
        ceremony -> Acts.signed(Act.APPROVE, by, id, fileHash, signature),
        EventKind.CEREMONY_APPROVED,
        rules::approve);
  }

  @Override
  public CompletableFuture<Ceremony> withdraw(Custodian by, CeremonyId id, Signature signature) {
    return onKnown(
        id,
        ceremony -> Acts.aboutFile(Act.WITHDRAW, by, ceremony, signature),
        EventKind.CEREMONY_APPROVAL_WITHDRAWN,
        rules::withdraw);
  }

  @Override
  public CompletableFuture<Ceremony> cancel(Custodian by, CeremonyId id, Signature signature) {
    return onKnown(
        id,
        ceremony -> Acts.aboutFile(Act.CANCEL, by, ceremony, signature),
        EventKind.CEREMONY_CANCELLED,
        rules::cancel);
  }

  @Override
  public Ceremony run(
      Custodian by, CeremonyId id, Signature signature, RunInput input, RunListener listener) {
    return runner.run(by, id, signature, input, listener);
  }

  @Override
  public CompletableFuture<Ceremony> finish(
      Custodian by, CeremonyId id, byte[] outcome, Signature signature) {
    return orFailed(
        () -> {
          Signed act = Acts.signed(Act.FINISH, by, id, Sha256.of(outcome), signature);
          return acts.require(id).thenCompose(found -> finish.finish(found, act, outcome));
        });
  }

  @Override
  public CompletableFuture<Ceremony> abort(
      Custodian by, CeremonyId id, String reason, Signature signature) {
    return orFailed(
        () -> {
          if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new CeremonyRefusedException(
                "ABORT_REASON_INVALID", "say why it is aborted, in 1 to 200 characters");
          }
          Runnable unblock = turns.block(id);
          return orFailed(() -> acts.require(id))
              .thenCompose(
                  found -> {
                    Signed act = Acts.aboutFile(Act.ABORT, by, found, signature);
                    return acts.record(
                        act,
                        EventKind.CEREMONY_ABORTED,
                        (event, before, after) ->
                            CeremonyEvents.outcome(event, after.outcome())
                                .with(EventField.REASON, reason),
                        aborting(found, act, reason));
                  })
              .whenComplete((ceremony, failure) -> unblock.run());
        });
  }

  private Acts.Rule aborting(Ceremony found, Signed act, String reason) {
    CeremonyPlan plan = Acts.file(found).plan();
    return (view, now) -> {
      CeremonyEvents by =
          new CeremonyEvents(found.id(), act.custodian(), act.person(), plan.partition(), now);
      String outcome = new EndReport(server, by).aborted(reason).text();
      return rules.abort(Acts.existing(view.ceremony()), act, now, outcome);
    };
  }

  @Override
  public CompletableFuture<@Nullable Ceremony> find(CeremonyId id) {
    return ledger.find(id);
  }

  @Override
  public CompletableFuture<List<Ceremony>> latest(int limit) {
    return ledger.latest(limit);
  }

  @Override
  public CompletableFuture<List<KeyStanding>> keys() {
    return ledger
        .keys()
        .thenCombine(
            rows.count(),
            (keys, counts) ->
                keys.stream()
                    .map(key -> new KeyStanding(key, counts.getOrDefault(key.label(), 0L)))
                    .toList());
  }

  @Override
  public Standing standing(Ceremony ceremony) {
    Instant now = clock.now();
    CeremonyFile file = Acts.file(ceremony);
    boolean open = ceremony.status() == Ceremony.Status.PROPOSED;
    Instant first =
        open
            ? Approvals.counting(ceremony.signed(), now).stream()
                .map(approval -> approval.statement().expires())
                .min(Instant::compareTo)
                .orElse(null)
            : null;
    return new Standing(
        rules.missing(ceremony, now),
        first,
        Transcript.of(ceremony, file),
        file.plan().byServer(),
        Summary.of(file.plan()));
  }

  /** What an act makes of a ceremony that is there. */
  @FunctionalInterface
  private interface Rule {
    Ceremony apply(Ceremony before, Signed act, Instant now);
  }

  /** Signs for a ceremony as it was found. */
  @FunctionalInterface
  private interface Signing {
    Signed about(Ceremony found);
  }

  private CompletableFuture<Ceremony> onKnown(
      CeremonyId id, Signing signing, EventKind kind, Rule rule) {
    return orFailed(
        () ->
            acts.require(id)
                .thenCompose(
                    found -> {
                      Signed act = signing.about(found);
                      return acts.record(
                          act,
                          kind,
                          (view, now) -> rule.apply(Acts.existing(view.ceremony()), act, now));
                    }));
  }

  /** Nothing is thrown at a caller that waits for a future. */
  private static CompletableFuture<Ceremony> orFailed(Supplier<CompletableFuture<Ceremony>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
