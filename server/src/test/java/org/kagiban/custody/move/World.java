package org.kagiban.custody.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.Patience;
import org.kagiban.custody.SeedRows.Move;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.CustodyKey.State;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.token.Institution;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.TokenState;
import org.kagiban.token.Validity;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Decision;
import org.kagiban.verification.Journal;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.WrappedSeed;

/** A store on disk, an HSM that is not one, and whatever a killed server leaves of both. */
final class World implements AutoCloseable, RunListener {
  static final String OLD = "kagiban-kek-1";
  static final String NEXT = "kagiban-kek-2";
  static final byte[] KCV = {1, 2, 3};

  final Steps steps = new Steps();
  final FakeHsm hsm = new FakeHsm(steps);
  final SqlLedger store;
  final KilledRows rows;
  final CeremonyId ceremony = CeremonyId.random();
  final ActiveKek active = new ActiveKek();
  final TrustedClock clock = new TrustedClock(Clock.systemUTC(), System::nanoTime, Instant.EPOCH);
  final Patience patience = new Patience(wait -> {});
  final List<String> told = new ArrayList<>();

  World(Path folder) {
    store = new SqlLedger(StoreConfig.at(folder.resolve("kagiban.db")), Clock.systemUTC());
    rows = new KilledRows(store.seeds(), steps);
  }

  static TokenId id(int number) {
    return new TokenId(String.format("VSST%08d", number));
  }

  Journal journal() {
    return new Journal(store, clock);
  }

  private static Token token(TokenId id) {
    return new Token(
        id,
        new Institution("sample-cu"),
        TokenProfile.DEFAULT,
        Validity.ALWAYS,
        new SeedRef(id.value()),
        FakeHsm.kcv(FakeHsm.seed(id)),
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        TokenState.NEW);
  }

  /** Registers tokens, with rows under a KEK, or with objects in the HSM. */
  void register(int from, int to, @Nullable String kek) {
    List<TokenId> ids = IntStream.range(from, to).mapToObj(World::id).toList();
    List<WrappedSeed> seeds =
        kek == null
            ? List.of()
            : ids.stream().map(id -> FakeHsm.row(id, FakeHsm.seed(id), kek)).toList();
    if (kek == null) {
      ids.forEach(hsm::put);
    }
    write(ids.stream().map(World::token).toList(), seeds);
  }

  /** Puts another row in a row's place, as somebody could who has the database. */
  void spoil(WrappedSeed other) {
    Instant now = Instant.now();
    AuditEvent event = AuditEvent.of(EventKind.LOG_STARTED, EventId.at(now), now).build();
    Move move = new Move(other.token(), row(other.token()), other);
    assertThat(store.seeds().replace(List.of(move), done -> List.of(event)).join()).hasSize(1);
  }

  /** What a retirement leaves when it has come to its end. */
  void retire(TokenId id) {
    hsm.objects.remove(id.value());
    retireAllButObject(id);
  }

  /** As {@link #retire}, which destroyed the seed before the object was made. */
  void retireAllButObject(TokenId id) {
    Token token = find(id);
    TokenState gone = new TokenState(true, false, null, null, 0, 0, 0, 0, null, null);
    write(List.of(token.with(gone).withoutSeed()), List.of());
  }

  private void write(List<Token> tokens, List<WrappedSeed> seeds) {
    EventId event = EventId.at(Instant.now());
    List<AuditEvent> events =
        List.of(AuditEvent.of(EventKind.LOG_STARTED, event, Instant.now()).build());
    Answer answer = Answer.plain(Verdict.ACCEPTED, event, null);
    store
        .submit(
            new PreparedChange(
                null,
                Set.copyOf(tokens.stream().map(Token::id).toList()),
                Set.of(),
                view -> new Decision(answer, tokens, events, seeds)))
        .join();
  }

  Token find(TokenId id) {
    Token token = store.find(id).join();
    assertThat(token).isNotNull();
    return Objects.requireNonNull(token);
  }

  @Nullable WrappedSeed row(TokenId id) {
    return store.seeds().find(id).join();
  }

  /** Begins the ceremony, with two KEKs in these states. */
  void begin(String kind, State old, State next) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Statement statement = new Statement(Act.PROPOSE, ceremony, new byte[32], now, now);
    Signed signed = new Signed(statement, "custodian-1", "Aoi", new byte[] {1}, new byte[] {2});
    byte[] file = {3};
    Ceremony row =
        new Ceremony(ceremony, kind, file, Ceremony.Status.RUNNING, List.of(signed), null);
    AuditEvent event = AuditEvent.of(EventKind.CEREMONY_STARTED, EventId.at(now), now).build();
    List<CustodyKey> keys =
        List.of(
            new CustodyKey(OLD, "kek", old, KCV, "any", now, ceremony),
            new CustodyKey(NEXT, "kek", next, KCV, "any", now, ceremony));
    store
        .ceremonies()
        .submit(ceremony, view -> new CeremonyLedger.Decision(row, keys, List.of(event)))
        .join();
  }

  /** As the server does at its start. */
  void restart() {
    active.activate(null);
    for (CustodyKey key : store.ceremonies().keys().join()) {
      if (key.state() == State.ACTIVE) {
        active.activate(key.label());
      }
    }
  }

  State state(String label) {
    return store.ceremonies().keys().join().stream()
        .filter(key -> key.label().equals(label))
        .map(CustodyKey::state)
        .findAny()
        .orElseThrow();
  }

  Map<String, Long> rowsByKek() {
    return store.seeds().count().join();
  }

  /** Object first, else row: a token's seed must be there and be its own, at every moment. */
  void assertEverySeedWorks(int from, int to) {
    for (int i = from; i < to; i++) {
      TokenId id = id(i);
      byte[] object = hsm.objects.get(id.value());
      WrappedSeed row = row(id);
      byte[] seed = object != null || row == null ? object : FakeHsm.unwrap(row);
      assertThat(Arrays.equals(seed, FakeHsm.seed(id))).as("seed of %s", id).isTrue();
    }
  }

  List<AuditEvent> events(EventKind kind) {
    return store.readEvents(0, 10_000).join().stream()
        .map(EventEncoding::decode)
        .filter(event -> event.kind() == kind)
        .toList();
  }

  /** The tokens that the events of a kind name, one each. */
  List<String> tokensIn(EventKind kind) {
    return events(kind).stream()
        .map(event -> String.valueOf(event.text(EventField.TOKEN)))
        .sorted()
        .toList();
  }

  static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> id(i).value()).toList();
  }

  @Override
  public void progress(String step, long done, long total) {
    assertThat(done).isLessThanOrEqualTo(total);
  }

  @Override
  public void refused(long record, String tokenId, String reason, String message) {
    told.add(tokenId + " " + reason);
  }

  @Override
  public void close() {
    store.close();
  }
}
