package org.kagiban.custody.ceremony;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.Patience;

/** What the partition itself says against a ceremony, before it begins: the ledger may not know. */
final class HsmChecks {
  private final CeremonyHsm hsm;
  private final CeremonyLedger ledger;

  HsmChecks(CeremonyHsm hsm, CeremonyLedger ledger) {
    this.hsm = hsm;
    this.ledger = ledger;
  }

  /** Completes exceptionally with {@link CeremonyRefusedException} where it may not begin. */
  CompletableFuture<Void> before(CeremonyPlan plan, CeremonyId id) {
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (String label : KeysOfPlan.made(plan)) {
      all = all.thenCompose(done -> requireFree(label, id));
    }
    if (plan instanceof CeremonyPlan.KeyDestruction destruction) {
      all = all.thenCompose(done -> requireMeant(destruction));
    }
    return all;
  }

  private CompletableFuture<Void> requireFree(String label, CeremonyId id) {
    return facts(label)
        .thenAccept(
            facts -> {
              if (facts != null && !facts.id().equals(id.toString())) {
                throw KeyRules.labelTaken(label);
              }
            });
  }

  /** The key that will be destroyed is the one that the file means, whoever knows it. */
  private CompletableFuture<Void> requireMeant(CeremonyPlan.KeyDestruction plan) {
    return facts(plan.label())
        .thenCombine(
            ledger.keys(),
            (facts, keys) -> {
              if (facts == null && Keys.find(keys, plan.label()) == null) {
                throw new CeremonyRefusedException(
                    "KEY_NOT_FOUND",
                    "there is no key " + plan.label() + "; look at the list of keys");
              }
              if (facts != null) {
                requireKcv(facts, plan);
              }
              return null;
            });
  }

  static void requireKcv(KeyFacts facts, CeremonyPlan.KeyDestruction plan) {
    if (!Arrays.equals(facts.kcv(), HexFormat.of().parseHex(plan.kcv()))) {
      throw KeyRules.kcvDiffers(plan.label());
    }
  }

  /** Null where there is no such key. */
  CompletableFuture<@Nullable KeyFacts> facts(String label) {
    return hsm.facts(label)
        .handle(
            (facts, failure) -> {
              if (failure == null) {
                return facts;
              }
              Throwable cause = Patience.cause(failure);
              if (cause instanceof KeyRefusedException) {
                return null;
              }
              throw new CompletionException(cause);
            });
  }
}
