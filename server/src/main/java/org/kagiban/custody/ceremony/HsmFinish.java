package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kagiban.verification.TrustedClock;

/** Takes in what was done at the HSM: looks at the keys itself, and compares. */
final class HsmFinish {
  private final CeremonyLedger ledger;
  private final CeremonyHsm hsm;
  private final CeremonyRules rules;
  private final TrustedClock clock;
  private final CeremonyServer server;
  private final NewKeys newKeys;

  HsmFinish(
      CeremonyLedger ledger,
      CeremonyHsm hsm,
      CeremonyRules rules,
      TrustedClock clock,
      CeremonyServer server,
      NewKeys newKeys) {
    this.ledger = ledger;
    this.hsm = hsm;
    this.rules = rules;
    this.clock = clock;
    this.server = server;
    this.newKeys = newKeys;
  }

  /**
   * @param found as it is in the ledger
   * @param act signed about {@code outcome}
   */
  CompletableFuture<Ceremony> finish(Ceremony found, Signed act, byte[] outcome) {
    CeremonyPlan plan = Acts.file(found).plan();
    HsmOutcome told = require(found, plan, outcome);
    String text = new String(outcome, StandardCharsets.UTF_8);
    // Before the HSM is asked: no KEK comes into use that nobody approved.
    Ceremony unused = rules.finish(found, act, clock.now(), text);
    List<CustodyKey> changed = new CopyOnWriteArrayList<>();
    return Refusals.told(read(told, plan))
        .thenCompose(
            keys -> {
              Instant now = clock.now();
              return ledger.submit(
                  found.id(),
                  view -> {
                    HsmEnding ending = new HsmEnding(server, rules, act, plan, told, keys, now);
                    changed.clear();
                    changed.addAll(ending.changed(view));
                    return ending.decide(view, text);
                  });
            })
        .thenCompose(ended -> newKeys.use(changed).thenApply(used -> ended));
  }

  private static HsmOutcome require(Ceremony found, CeremonyPlan plan, byte[] outcome) {
    if (plan.byServer()) {
      throw new CeremonyRefusedException(
          "CEREMONY_NOT_AT_HSM",
          "the server performs this ceremony itself; run it with `kagiban ceremony run`");
    }
    HsmOutcome told = HsmOutcome.parse(outcome);
    String label = KeysOfPlan.atHsm(plan);
    List<String> labels = told.keys().stream().map(HsmOutcome.Key::label).toList();
    boolean fits =
        told.ceremony().equals(found.id())
            && told.kind().equals(found.kind())
            && labels.contains(label)
            && (labels.size() == 1 || !(plan instanceof CeremonyPlan.KekGeneration))
            && labels.stream().distinct().count() == labels.size();
    if (!fits) {
      throw new CeremonyRefusedException(
          "OUTCOME_INVALID",
          "the outcome is another ceremony's, or not about the key "
              + label
              + "; report what"
              + " `kagiban ceremony run --at-hsm` wrote for this one");
    }
    RunInputs.requireComponents(KeysOfPlan.holders(plan), told.components());
    return told;
  }

  /** Each key as this server's partition has it, in the outcome's order. */
  private CompletableFuture<List<KeyFacts>> read(HsmOutcome told, CeremonyPlan plan) {
    CeremonyHsm there = hsm.at(plan.partition());
    CompletableFuture<List<KeyFacts>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (HsmOutcome.Key key : told.keys()) {
      all =
          all.thenCombine(
              KeyLabels.isKek(key.label()) ? there.adoptKek(key.label()) : there.facts(key.label()),
              (list, facts) -> {
                requireSame(key, facts, told, plan);
                list.add(facts);
                return list;
              });
    }
    return all;
  }

  private static void requireSame(
      HsmOutcome.Key told, KeyFacts facts, HsmOutcome outcome, CeremonyPlan plan) {
    if (!Arrays.equals(told.kcv(), facts.kcv()) || !told.method().equals(facts.kcvMethod())) {
      throw KeyRules.kcvDiffers(told.label());
    }
    if (plan instanceof CeremonyPlan.KekGeneration
        && !facts.id().equals(outcome.ceremony().toString())) {
      throw new CeremonyRefusedException(
          "KEY_NOT_OF_CEREMONY",
          "the key "
              + told.label()
              + " was not made in this ceremony; abort it and look at who"
              + " made that key");
    }
  }
}
