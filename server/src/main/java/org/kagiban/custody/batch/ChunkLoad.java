package org.kagiban.custody.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.pskc.SealedRecord;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * Loads records: new ones into HSM and store, known ones are compared. A crash between HSM and
 * store leaves resident seeds in the HSM that no token refers to; the next load replaces them.
 */
final class ChunkLoad implements ChunkWork {
  private final TransportKey transport;
  private final ChunkCheck check;
  private final Registration registration;

  ChunkLoad(TransportKey transport, ChunkCheck check, Registration registration) {
    this.transport = transport;
    this.check = check;
    this.registration = registration;
  }

  @Override
  public CompletableFuture<ChunkResult> process(List<SealedRecord> chunk) {
    return check
        .known(chunk)
        .thenCompose(
            known -> {
              List<SealedRecord> there =
                  chunk.stream().filter(record -> known.containsKey(record.tokenId())).toList();
              List<SealedRecord> fresh =
                  chunk.stream().filter(record -> !known.containsKey(record.tokenId())).toList();
              return compare(there, known).thenCombine(keep(fresh), ChunkLoad::sum);
            });
  }

  private CompletableFuture<ChunkResult> compare(
      List<SealedRecord> there, Map<TokenId, Token> known) {
    return there.isEmpty()
        ? CompletableFuture.completedFuture(check.result(there, known, List.of()))
        : transport
            .check(ChunkCheck.sealed(there))
            .thenApply(outcomes -> check.result(there, known, outcomes));
  }

  private CompletableFuture<ChunkResult> keep(List<SealedRecord> fresh) {
    return fresh.isEmpty()
        ? CompletableFuture.completedFuture(check.result(fresh, Map.of(), List.of()))
        : transport.keep(ChunkCheck.sealed(fresh)).thenCompose(outcomes -> commit(fresh, outcomes));
  }

  private CompletableFuture<ChunkResult> commit(List<SealedRecord> fresh, List<Outcome> outcomes) {
    ChunkResult result = check.result(fresh, Map.of(), outcomes);
    return registration.commit(fresh, outcomes).thenApply(done -> result);
  }

  private static ChunkResult sum(ChunkResult one, ChunkResult other) {
    List<RefusedRecord> refused = new ArrayList<>(one.refused());
    refused.addAll(other.refused());
    return new ChunkResult(one.good() + other.good(), one.unchanged() + other.unchanged(), refused);
  }
}
