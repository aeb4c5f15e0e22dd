package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.TrustedKeys;

/** The log of a server in a process of its own. */
class SignedLogTest {
  @TempDir private Path folder;

  @Test
  void checkpointKeyCeremony_onALiveServer_signsAllFromTheFirstEventOn() throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      SignedFolder signed = SignedFolder.of(server);
      await().until(() -> Files.exists(signed.checkpoint()));
      LogReader live = signed.open();
      assertThat(live.event(0).kind()).isEqualTo(EventKind.LOG_STARTED);
      assertThat(live.checkpoint().checkpoint().origin())
          .isEqualTo("kagiban/" + LiveServer.PARTITION);
      TrustedKeys keys = signed.keys();
      assertThat(server.stop()).isZero();
      LogReader stopped = signed.open();
      assertThat(stopped.event(stopped.size() - 1).kind()).isEqualTo(EventKind.LOG_STOPPED);
      server.restart();
      assertThat(signed.keys()).isEqualTo(keys);
      await().until(() -> signed.open().size() >= stopped.size() + 3);
      EventId id = stopped.event(5).id();
      assertThat(signed.open().locate(id)).hasValue(5);
      assertThat(signed.open().prove(5).verify(keys).checkpoint().size())
          .isGreaterThan(stopped.size());
    }
  }

  @Test
  void changedPast_isRefusedAtTheNextStart_withWhatWasFound() throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      assertThat(server.stop()).isZero();
      LogReader log = SignedFolder.of(server).open();
      long last = log.size() - 1;
      byte[] old = log.entry(4);
      change(
          "UPDATE event SET entry = (SELECT entry FROM event WHERE position = 5) WHERE position = 4");
      refused(server, "the database was changed: its event 4", log.event(4).id().toString());
      change(
          "UPDATE event SET entry = x'" + HexFormat.of().formatHex(old) + "' WHERE position = 4");
      change("DELETE FROM event WHERE position = " + last);
      refused(server, "event " + last + " is the first that is missing");
    }
  }

  private void change(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("kagiban.db"));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isOne();
    }
  }

  private static void refused(LiveServer server, String... words) throws Exception {
    assertThatThrownBy(server::restart).isInstanceOf(RuntimeException.class);
    assertThat(Files.readString(server.log())).contains(words);
    assertThat(server.stop()).isEqualTo(ServerExit.STORE);
  }
}
