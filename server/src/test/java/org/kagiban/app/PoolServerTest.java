package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.hsm.P11KitServer;
import org.kagiban.hsm.SoftHsm;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyResponse;

/** Whole servers whose HSM is killed and comes back. */
class PoolServerTest {
  private static final Pattern LABEL = Pattern.compile("partition: (test-[0-9a-f-]+)");
  private static final Pattern SERIAL = Pattern.compile("serial=([0-9a-f]+)");

  @TempDir private static Path folder;
  private static RunningServer server;
  private static P11KitServer remote;
  private static String direct;
  private static String forwarded;
  private static String hsm;

  @BeforeAll
  static void start() throws Exception {
    Path client = P11KitServer.client();
    server = RunningServer.start(folder);
    hsm = server.configuration();
    hsm = hsm.substring(hsm.indexOf("hsm:\n"), hsm.indexOf("store:\n"));
    String label = found(LABEL, hsm);
    String pin = ", pin-file: '" + SoftHsm.pinFile(SoftHsm.PIN) + "'}\n";
    direct = "    - {library: " + SoftHsm.LIBRARY + ", partition: " + label + pin;
    // The same partition by another way; it goes by its serial number, since no name may be twice.
    forwarded = "    - {library: " + client + ", serial: \"" + serial() + "\"" + pin;
    remote = new P11KitServer(label);
    remote.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (remote != null) {
      remote.kill();
    }
  }

  private static String found(Pattern what, String text) {
    Matcher matcher = what.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static String serial() throws SQLException {
    return server.events().stream()
        .filter(event -> event.kind() == EventKind.HSM_LOGIN)
        .map(event -> found(SERIAL, String.valueOf(event.text(EventField.VALUE))))
        .findFirst()
        .orElseThrow();
  }

  private static void restart(String section) throws Exception {
    String text = server.configuration();
    String before = text.substring(text.indexOf("hsm:\n"), text.indexOf("store:\n"));
    Files.writeString(folder.resolve("kagiban.yaml"), text.replace(before, section));
    server.restart();
  }

  /** A customer whose token was made while the HSM was reached directly. */
  private static Branch enrolledThen(String partitions) throws Exception {
    restart(hsm);
    Branch branch = new Branch(server);
    restart("hsm:\n  partitions:\n" + partitions);
    branch.connect();
    return branch;
  }

  @Test
  void killedPartitionOfAPool_isNotNoticedByCustomers() throws Exception {
    long before = count(EventKind.HSM_RESTORED);
    Branch branch = enrolledThen(direct + forwarded);
    awaitCount(EventKind.HSM_RESTORED, before + 1);
    long lost = count(EventKind.HSM_LOST);
    assertThat(wrong(branch)).isEqualTo(9);

    remote.kill();
    assertThat(wrong(branch)).isEqualTo(8);
    assertThat(wrong(branch)).isEqualTo(7);
    awaitCount(EventKind.HSM_LOST, lost + 1);
    assertThat(right(branch)).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(Scrape.get(server.metrics(), "/readyz").statusCode()).isEqualTo(200);

    remote.start();
    awaitCount(EventKind.HSM_RESTORED, before + 2);
    assertThat(wrong(branch)).isEqualTo(9);
  }

  @Test
  void killedHsm_withoutAPool_isUnavailableThenServesAgainAndCountsNothing() throws Exception {
    Branch branch = enrolledThen(forwarded);
    assertThat(wrong(branch)).isEqualTo(9);

    remote.kill();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> wrong(branch))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE");
    }
    remote.start();
    long start = System.nanoTime();
    AtomicInteger left = new AtomicInteger();
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .ignoreException(StatusRuntimeException.class)
        .until(
            () -> {
              left.set(wrong(branch));
              return true;
            });
    System.out.printf(
        "a killed HSM serves again %d ms after its return%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    assertThat(left).as("what was asked meanwhile does not count").hasValue(8);
    assertThat(right(branch)).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private static int wrong(Branch branch) throws Exception {
    VerifyResponse answer = branch.verify(branch.device.wrongCode());
    assertThat(answer.getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
    return answer.getAttemptsRemaining();
  }

  private static Verdict right(Branch branch) throws Exception {
    return branch.verify(branch.device.code(Device.stepNow() + 1)).getVerdict();
  }

  private static long count(EventKind kind) throws SQLException {
    return server.events().stream().filter(event -> event.kind() == kind).count();
  }

  private static void awaitCount(EventKind kind, long times) {
    await().atMost(Duration.ofMinutes(1)).until(() -> count(kind) >= times);
  }
}
