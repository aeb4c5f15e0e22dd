package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogRefusedException;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.verify.CheckpointHistory;
import org.kagiban.audit.verify.Finding;
import org.kagiban.audit.verify.Finding.Rule;
import org.kagiban.audit.verify.LogVerifier;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TrustedClock;

/** Somebody who can write to the database and the log's folder, but not sign, edits the past. */
class StoreTamperingTest {
  private static final int SIGNED = 600;
  private static final String OTHER = "x'00000000000000000000000000000000'";

  @TempDir private Path folder;

  private final TestSigner signer = TestSigner.of("log.example");
  private final TrustedKeys keys = TrustedKeys.of(signer.verifier());
  private Path home = Path.of("set below");
  private TileFiles files = TileFiles.durable(home);

  @BeforeEach
  void sign() throws Exception {
    moveTo(folder.resolve("home"));
    grow(SIGNED);
  }

  private void moveTo(Path place) throws IOException {
    home = Files.createDirectories(place);
    files = TileFiles.durable(home.resolve("audit"));
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        edit(
            "a changed event",
            "event 300 was changed",
            "UPDATE event SET entry = (SELECT entry FROM event WHERE position = 310)"
                + " WHERE position = 300"),
        edit(
            "a changed byte",
            "event 300 was changed",
            "UPDATE event SET entry = CAST(substr(entry, 1, length(entry) - 1) || x'07' AS BLOB)"
                + " WHERE position = 300"),
        edit(
            "a deleted event",
            "the database does not have event 300 any more",
            "DELETE FROM event WHERE position = 300"),
        edit(
            "a deleted event, the others moved up",
            "event 300 was deleted, and those after it moved down",
            "DELETE FROM event WHERE position = 300",
            "UPDATE event SET position = position + 100000 WHERE position > 300",
            "UPDATE event SET position = position - 100001 WHERE position > 100000",
            "INSERT INTO event (position, event_id, entry)"
                + " SELECT 599, "
                + OTHER
                + ", entry FROM event WHERE position = 598"),
        edit(
            "an event put in",
            "an event was put in before event 300",
            "UPDATE event SET position = position + 100000 WHERE position >= 300",
            "UPDATE event SET position = position - 99999 WHERE position >= 100000",
            "INSERT INTO event (position, event_id, entry)"
                + " SELECT 300, "
                + OTHER
                + ", entry FROM event WHERE position = 1"),
        edit(
            "two events swapped",
            "events 300 and 301 were swapped",
            "UPDATE event SET position = 100000 WHERE position = 300",
            "UPDATE event SET position = 300 WHERE position = 301",
            "UPDATE event SET position = 301 WHERE position = 100000"),
        edit(
            "two events far from each other swapped",
            "events 300 and 400 were swapped",
            "UPDATE event SET position = 100000 WHERE position = 300",
            "UPDATE event SET position = 300 WHERE position = 400",
            "UPDATE event SET position = 400 WHERE position = 100000"),
        edit(
            "an event moved",
            "event 300 was moved to place 302",
            "UPDATE event SET position = 100000 WHERE position = 300",
            "UPDATE event SET position = 300 WHERE position = 301",
            "UPDATE event SET position = 301 WHERE position = 302",
            "UPDATE event SET position = 302 WHERE position = 100000"),
        edit(
            "an event moved to the front",
            "event 302 was moved to place 300",
            "UPDATE event SET position = 100000 WHERE position = 302",
            "UPDATE event SET position = 302 WHERE position = 301",
            "UPDATE event SET position = 301 WHERE position = 300",
            "UPDATE event SET position = 300 WHERE position = 100000"),
        edit(
            "the tail cut off",
            "event 590 is the first that is missing",
            "DELETE FROM event WHERE position >= 590"));
  }

  private static Arguments edit(String name, String told, String... sql) {
    return arguments(name, told, List.of(sql));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void database_editedBehindTheSignedLog_isRefusedWithTheEventAndWhatWasDone(
      String name, String told, List<String> sql) throws Exception {
    byte[] before = files.checkpoint();
    for (String each : sql) {
      change(each);
    }
    try (SqlLedger ledger = open()) {
      assertThatThrownBy(() -> Sequencer.open(ledger.events(), files, signer))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining(told);
    }
    assertThat(files.checkpoint()).isEqualTo(before);
    assertThat(treeFindings()).isEmpty();
  }

  @Test
  void database_ofYesterday_isRefused() throws Exception {
    Path copy = folder.resolve("yesterday.db");
    Files.copy(database(), copy);
    grow(50);
    Files.delete(database());
    Files.copy(copy, database());
    try (SqlLedger ledger = open()) {
      assertThatThrownBy(() -> Sequencer.open(ledger.events(), files, signer))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("has 600 events, and 650 were signed")
          .hasMessageContaining("event 600 is the first that is missing");
    }
  }

  /** Server and folder fit each other then; whoever kept a checkpoint sees it. */
  @Test
  void databaseAndFolderOfYesterday_growAnotherPast_andAnEarlierCheckpointShowsIt()
      throws Exception {
    Path yesterday = folder.resolve("yesterday");
    copyAll(home, yesterday);
    grow(50);
    SignedCheckpoint kept = newest();
    moveTo(yesterday);
    requireTreeFinding(kept, "650", "600");
    grow(80);
    requireTreeFinding(kept, "650");
  }

  private void requireTreeFinding(SignedCheckpoint kept, String... words) throws Exception {
    assertThat(CheckpointHistory.check(files, newest(), List.of(kept)))
        .singleElement()
        .satisfies(found -> assertThat(found.rule()).isEqualTo(Rule.TREE))
        .satisfies(found -> assertThat(found.text()).contains(words));
  }

  @Test
  void checkpoint_signedByAnotherKey_isRefusedByServerAndAuditor() throws Exception {
    TestSigner forger = TestSigner.of("log.example");
    try (SqlLedger ledger = open()) {
      TileFiles forged = TileFiles.durable(folder.resolve("forged"));
      assertThat(Sequencer.open(ledger.events(), forged, forger).step()).isNotNull();
      files.writeCheckpoint(Objects.requireNonNull(forged.checkpoint()));
      assertThatThrownBy(() -> Sequencer.open(ledger.events(), files, signer))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("not signed by the key kagiban-checkpoint of this partition");
    }
    assertThatThrownBy(this::newest).isInstanceOf(NoteException.class);
  }

  /** What is not signed yet is held by the chains of its keys. */
  @Test
  void event_changedBeforeItIsSigned_breaksItsKeysChain() throws Exception {
    try (SqlLedger ledger = open()) {
      write(ledger, 40);
    }
    change(
        "UPDATE event SET entry = CAST(substr(entry, 1, 27) || x'07' || substr(entry, 29) AS BLOB)"
            + " WHERE position = 610");
    try (SqlLedger ledger = open()) {
      assertThat(Sequencer.open(ledger.events(), files, signer).step()).isNotNull();
    }
    assertThat(new LogVerifier(files, newest()).verify(read -> {}).findings())
        .filteredOn(found -> found.rule() == Rule.CHAIN)
        .singleElement()
        .satisfies(found -> assertThat(found.index()).isEqualTo(620))
        .satisfies(found -> assertThat(found.about()).isEqualTo("kagiban-key-0"));
  }

  private List<Finding> treeFindings() throws Exception {
    return new LogVerifier(files, newest())
        .verify(read -> {}).findings().stream().filter(f -> f.rule() == Rule.TREE).toList();
  }

  private SignedCheckpoint newest() throws IOException, NoteException {
    return keys.open(Objects.requireNonNull(files.checkpoint()));
  }

  private void grow(int count) throws Exception {
    try (SqlLedger ledger = open()) {
      Sequencer log = Sequencer.open(ledger.events(), files, signer);
      write(ledger, count);
      assertThat(log.step()).isNotNull();
    }
  }

  private Path database() {
    return home.resolve("kagiban.db");
  }

  private SqlLedger open() {
    return new SqlLedger(StoreConfig.at(database()), Clock.systemUTC());
  }

  private void write(SqlLedger ledger, int count) {
    Journal journal =
        new Journal(ledger, new TrustedClock(Clock.systemUTC(), System::nanoTime, Instant.EPOCH));
    List<CompletableFuture<EventId>> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "kagiban-key-" + i % 10;
      written.add(
          journal.write(
              EventKind.KEY_USED,
              event -> event.with(EventField.KEY, key).with(EventField.HMACS, 1)));
    }
    written.forEach(CompletableFuture::join);
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy);
        }
      }
    }
  }
}
