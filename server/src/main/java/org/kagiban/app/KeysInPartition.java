package org.kagiban.app;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.CeremonyHsm;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;

/** Looks which of Kagiban's own keys the partition holds, seeds aside, for the log. */
final class KeysInPartition {
  /** Keys that a partition may have though the ledger does not know of them. */
  private static final List<String> EXPECTED =
      List.of("kagiban-binding", "kagiban-checkpoint", "kagiban-import", "kagiban-request");

  private static final String MISSING = "missing";

  private final CeremonyHsm hsm;
  private final CeremonyLedger ledger;

  KeysInPartition(CeremonyHsm hsm, CeremonyLedger ledger) {
    this.hsm = hsm;
    this.ledger = ledger;
  }

  /**
   * Each key's label and check value in hexadecimal, such as kagiban-request=0123456789abcdef, a
   * space between each two; missing or refused in place of the value where the HSM does not hold a
   * key that the ledger has, or holds a weak one.
   */
  CompletableFuture<String> text() {
    return ledger
        .keys()
        .thenCompose(
            keys -> {
              TreeSet<String> known = new TreeSet<>();
              keys.stream()
                  .filter(key -> key.state() != CustodyKey.State.DESTROYED)
                  .forEach(key -> known.add(key.label()));
              return found(known);
            });
  }

  private CompletableFuture<String> found(Collection<String> known) {
    Map<String, CompletableFuture<String>> all = new TreeMap<>();
    known.forEach(label -> all.put(label, check(label)));
    EXPECTED.forEach(label -> all.computeIfAbsent(label, this::check));
    return CompletableFuture.allOf(all.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                all.entrySet().stream()
                    .filter(
                        key ->
                            known.contains(key.getKey()) || !key.getValue().join().equals(MISSING))
                    .map(key -> key.getKey() + "=" + key.getValue().join())
                    .collect(Collectors.joining(" ")));
  }

  private CompletableFuture<String> check(String label) {
    return hsm.facts(label)
        .thenApply(facts -> facts.check().value())
        .exceptionally(KeysInPartition::without);
  }

  private static String without(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    // A key that is there and cannot be used is told with what the HSM said.
    return cause instanceof KeyRefusedException && cause.getCause() == null ? MISSING : "refused";
  }
}
