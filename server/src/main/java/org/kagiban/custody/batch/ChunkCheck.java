package org.kagiban.custody.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.Outcome;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.custody.pskc.SealedRecord;
import org.kagiban.token.Institution;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.TokenLedger;

/** Tries records in full and keeps none: the HSM opens each, known tokens are compared. */
final class ChunkCheck implements ChunkWork {
  private final TransportKey transport;
  private final TokenLedger ledger;
  private final Institution institution;

  ChunkCheck(TransportKey transport, TokenLedger ledger, Institution institution) {
    this.transport = transport;
    this.ledger = ledger;
    this.institution = institution;
  }

  @Override
  public CompletableFuture<ChunkResult> process(List<SealedRecord> chunk) {
    return known(chunk)
        .thenCombine(
            transport.check(sealed(chunk)), (known, outcomes) -> result(chunk, known, outcomes));
  }

  /** The tokens that are there already. */
  CompletableFuture<Map<TokenId, Token>> known(List<SealedRecord> chunk) {
    return ledger
        .findAll(chunk.stream().map(SealedRecord::tokenId).toList())
        .thenApply(
            tokens -> {
              Map<TokenId, Token> known = new HashMap<>();
              tokens.forEach(token -> known.put(token.id(), token));
              return known;
            });
  }

  /**
   * @param outcomes one for each record, in order
   */
  ChunkResult result(
      List<SealedRecord> records, Map<TokenId, Token> known, List<Outcome> outcomes) {
    long good = 0;
    long unchanged = 0;
    List<RefusedRecord> refused = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      SealedRecord record = records.get(i);
      Token token = known.get(record.tokenId());
      RefusedRecord refusal = refuse(record, token, outcomes.get(i));
      if (refusal != null) {
        refused.add(refusal);
      } else if (token == null) {
        good++;
      } else {
        unchanged++;
      }
    }
    return new ChunkResult(good, unchanged, refused);
  }

  private @Nullable RefusedRecord refuse(
      SealedRecord record, @Nullable Token token, Outcome outcome) {
    if (outcome instanceof Outcome.Bad bad) {
      return RefusedRecord.of(record, bad.reason(), bad.message());
    }
    return token == null
        ? null
        : Comparison.refuse(record, ((Outcome.Good) outcome).kcv(), token, institution);
  }

  static List<SealedSeed> sealed(List<SealedRecord> records) {
    return records.stream()
        .map(
            record ->
                new SealedSeed(
                    record.tokenId(),
                    record.profile(),
                    record.wrapped(),
                    record.boundData(),
                    record.bindingMac()))
        .toList();
  }
}
