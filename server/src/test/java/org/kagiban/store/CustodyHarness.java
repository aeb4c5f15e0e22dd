package org.kagiban.store;

import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;
import static org.kagiban.store.Tokens.id;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.token.Token;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Decision;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.WrappedSeed;

/** A store under test, of any engine, and what tests of its custody rows ask of it. */
abstract class CustodyHarness {
  static final CeremonyId ONE = CeremonyId.parse("11111111-2222-3333-4444-555555555555");

  abstract TokenLedger tokens();

  abstract SeedRows seeds();

  abstract CeremonyLedger ceremonies();

  abstract void reopen();

  abstract long eventCount();

  static WrappedSeed seed(int number, String kek) {
    byte[] wrapped = new byte[32];
    wrapped[0] = (byte) number;
    return new WrappedSeed(id(number), kek, wrapped, new byte[32]);
  }

  void load(int number, @Nullable WrappedSeed row) {
    get(tokens().submit(change(fresh(number), row)));
  }

  static PreparedChange change(Token token, @Nullable WrappedSeed row) {
    List<WrappedSeed> rows = row == null ? List.of() : List.of(row);
    AuditEvent event = event();
    Answer answer = Answer.plain(Verdict.ACCEPTED, event.id(), null);
    Decision decision = new Decision(answer, List.of(token), List.of(event), rows);
    return new PreparedChange(null, Set.of(token.id()), Set.of(), view -> decision);
  }

  static AuditEvent event() {
    return AuditEvent.of(EventKind.KEY_MOVED, EventId.at(NOW), NOW).build();
  }

  List<Move> replace(Move... moves) {
    return get(seeds().replace(List.of(moves), done -> List.of(event())));
  }

  private static Signed signed(Act act, int second) {
    byte[] about = new byte[32];
    Statement statement =
        new Statement(act, ONE, about, NOW.plusSeconds(second), NOW.plusSeconds(second + 60));
    return new Signed(statement, "custodian-1", "taro", new byte[] {1}, new byte[] {2});
  }

  static Ceremony ceremony(Status status, @Nullable String outcome, Act... acts) {
    List<Signed> signed = new ArrayList<>();
    for (Act act : acts) {
      signed.add(signed(act, signed.size()));
    }
    byte[] file = "ceremony: import-key\n".getBytes(StandardCharsets.UTF_8);
    return new Ceremony(ONE, "import-key", file, status, signed, outcome);
  }

  static CustodyKey key(CustodyKey.State state) {
    return new CustodyKey("kagiban-kek-1", "kek", state, new byte[] {1, 2, 3}, "method", NOW, ONE);
  }

  CompletableFuture<Ceremony> write(Ceremony ceremony, CustodyKey... keys) {
    return ceremonies()
        .submit(
            ceremony.id(),
            view -> new CeremonyLedger.Decision(ceremony, List.of(keys), List.of(event())));
  }
}
