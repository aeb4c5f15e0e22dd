package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventKind;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;

/** {@code kagiban serve} as a process. */
class ServeProcessTest {
  @TempDir private Path folder;

  @Test
  void serve_toldToStop_logsItAndExitsWith0() throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      assertThat(server.stop()).isZero();
      List<String> log = Files.readAllLines(server.log());
      assertThat(log).anySatisfy(line -> assertThat(line).startsWith("kagiban serves on "));
      assertThat(log)
          .filteredOn(line -> !line.startsWith("kagiban serves on "))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
    }
    List<EventKind> kinds = new ArrayList<>();
    StoreConfig store = StoreConfig.at(folder.resolve("kagiban.db"));
    try (SqlLedger ledger = new SqlLedger(store, Clock.systemUTC())) {
      for (byte[] event : ledger.readEvents(0, 1000).join()) {
        kinds.add(EventEncoding.decode(event).kind());
      }
    }
    assertThat(kinds)
        .startsWith(EventKind.LOG_STARTED, EventKind.HSM_LOGIN, EventKind.HSM_INVENTORY)
        .endsWith(EventKind.LOG_STOPPED);
  }
}
