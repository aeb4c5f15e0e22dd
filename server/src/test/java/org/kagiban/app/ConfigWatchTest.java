package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.demo.DevPki;
import org.kagiban.rpc.Admission;
import org.kagiban.verification.UnavailableException;

class ConfigWatchTest {
  @TempDir private Path folder;
  private Path file;
  private String text;
  private ServerConfig started;
  private Admission first;
  private final AtomicReference<Admission> inForce = new AtomicReference<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile boolean logFails;

  @BeforeEach
  void make() throws Exception {
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    text =
        """
        server: {listen: "127.0.0.1:0", certificate: '%s', key: '%s', client-ca: '%s'}
        hsm: {library: /none, partition: none, pin-prompt: true}
        store: {url: "sqlite:none.db"}
        institutions:
          - {id: bank-a, name: A, token-id-prefix: AAAA}
        callers:
          - {name: atm, certificate: "CN=atm", role: channel, institutions: all}
        """
            .formatted(pki.serverCertificate(), pki.serverKey(), pki.ca());
    file = Files.writeString(folder.resolve("kagiban.yaml"), text);
    started = ServerConfig.read(file);
    first =
        Admission.read(Adapters.tls(started), Adapters.callers(started, started.institutions()));
    inForce.set(first);
  }

  private ConfigWatch watch() {
    Reload reload =
        new Reload(
            started,
            inForce::get,
            inForce::set,
            (what, next) -> {
              if (logFails) {
                throw new UnavailableException(
                    UnavailableException.Part.STORE_UNAVAILABLE, "no disk");
              }
              log.add(what);
            });
    return new ConfigWatch(file, started, reload);
  }

  private void rename(String name) throws IOException {
    Files.writeString(file, text.replace("name: atm", "name: " + name));
  }

  @Test
  void start_looksByItself() throws Exception {
    try (ConfigWatch watch = watch()) {
      watch.start(Duration.ofMillis(20));
      rename("atm-2");
      await().until(() -> !log.isEmpty());
      assertThat(log).containsExactly("callers added: atm-2; callers removed: atm");
      await().until(() -> inForce.get() != first);
    }
  }

  @Test
  void look_auditLogCannotBeWritten_nothingComesIntoForceUntilItCan() throws Exception {
    try (ConfigWatch watch = watch()) {
      logFails = true;
      rename("atm-2");
      watch.look();
      assertThat(inForce).hasValue(first);
      logFails = false;
      watch.look();
      assertThat(inForce).doesNotHaveValue(first);
      assertThat(log).hasSize(1);
    }
  }

  @Test
  void look_sameTimeAndSize_seesTheContent() throws Exception {
    try (ConfigWatch watch = watch()) {
      watch.look();
      FileTime time = Files.getLastModifiedTime(file);
      rename("atn");
      Files.setLastModifiedTime(file, time);
      watch.look();
      assertThat(log).containsExactly("callers added: atn; callers removed: atm");
    }
  }

  @Test
  void look_changedWhileTheServerStarted_isSeenTheFirstTime() throws Exception {
    rename("atm-2");
    try (ConfigWatch watch = watch()) {
      watch.look();
      assertThat(log).hasSize(1);
    }
  }

  @Test
  void look_afterClosing_doesNothing() throws Exception {
    ConfigWatch watch = watch();
    watch.close();
    rename("atm-2");
    watch.look();
    assertThat(log).isEmpty();
  }

  @Test
  void text_ofVeryManyChanges_staysShort() {
    assertThat(ConfigChanges.text(List.of("x".repeat(5000)))).hasSize(2000).endsWith("...");
  }

  @Test
  void needRestart_namesTheSectionsThatCannotBeTakenOver() throws Exception {
    Files.writeString(
        file,
        text.replace("127.0.0.1:0", "127.0.0.1:1").replace("none.db", "other.db")
            + "custody: {approvals: 2}\nlog: {level: warn}\n");
    // The spool lies beside the database by default, so custody would change with it anyway.
    assertThat(ConfigChanges.needRestart(started, ServerConfig.read(file)))
        .containsExactly("custody", "log", "server", "store");
    assertThat(ConfigChanges.needRestart(started, started)).isEmpty();
  }
}
