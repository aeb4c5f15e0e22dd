package org.kagiban.custody.ceremony;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.Sha256;

/** A partition in memory. Keys that are there already are taken as the interface says. */
final class FakeHsm implements CeremonyHsm {
  static final String METHOD = KeyCheck.Method.AES_CMAC.text();

  final Map<String, KeyFacts> keys = new TreeMap<>();
  final List<String> adopted = new ArrayList<>();
  int made;

  @Override
  public CompletableFuture<List<KeyFacts>> makePartitionKeys(CeremonyId by) {
    return make(by, KeyLabels.REQUEST)
        .thenCombine(make(by, KeyLabels.BINDING), (one, other) -> List.of(one, other));
  }

  @Override
  public CompletableFuture<KeyFacts> makeImportKey(CeremonyId by) {
    return make(by, KeyLabels.IMPORT);
  }

  @Override
  public CompletableFuture<KeyFacts> makeCheckpointKey(CeremonyId by) {
    return make(by, KeyLabels.CHECKPOINT);
  }

  @Override
  public CompletableFuture<KeyFacts> takeTransportKey(CeremonyId by, String label, byte[] wrapped) {
    return make(by, label, Arrays.copyOf(wrapped, 3));
  }

  @Override
  public synchronized CompletableFuture<KeyFacts> facts(String label) {
    KeyFacts facts = keys.get(label);
    return facts == null
        ? CompletableFuture.failedFuture(new KeyRefusedException("there is no key " + label))
        : CompletableFuture.completedFuture(facts);
  }

  @Override
  public CompletableFuture<KeyFacts> adoptKek(String label) {
    adopted.add(label);
    return facts(label);
  }

  @Override
  public synchronized CompletableFuture<Void> destroy(String label) {
    keys.remove(label);
    return CompletableFuture.completedFuture(null);
  }

  CompletableFuture<KeyFacts> make(CeremonyId by, String label) {
    return make(
        by,
        label,
        Arrays.copyOf(Sha256.of(label.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 3));
  }

  synchronized CompletableFuture<KeyFacts> make(CeremonyId by, String label, byte[] kcv) {
    KeyFacts known = keys.get(label);
    if (known != null && !known.id().equals(by.toString())) {
      return CompletableFuture.failedFuture(new KeyRefusedException(label + " is another's"));
    }
    if (known == null) {
      made++;
      known =
          new KeyFacts(
              label,
              by.toString(),
              "secret key",
              "AES",
              256,
              KeyCheck.of(KeyCheck.Method.AES_CMAC, kcv),
              Optional.empty(),
              Map.of("CKA_SENSITIVE", true));
      keys.put(label, known);
    }
    return CompletableFuture.completedFuture(known);
  }
}
