package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.app.CeremonyTexts.NEXT_KEK;
import static org.kagiban.app.CeremonyTexts.migration;
import static org.kagiban.app.CeremonyTexts.rotation;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.cli.Session;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.demo.DevCaller;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.CeremonyStatus;
import org.kagiban.v1.CustodyKey;
import org.kagiban.v1.GetCeremonyRequest;
import org.kagiban.v1.ListKeysRequest;
import org.kagiban.v1.Verdict;

/**
 * kill -9 while seeds are loaded, rotated and moved, each time at another moment; what was begun is
 * run again. {@code -Dkagiban.test.kills=10} kills ten times in each of the four.
 */
class KilledCustodyTest {
  private static final int KILLS = Integer.getInteger("kagiban.test.kills", 2);
  private static final int TOKENS = 400;

  @TempDir private Path folder;

  private final Random random = new Random(20261122);
  private final List<KnownToken> tokens = new ArrayList<>();
  private int hits;

  @Test
  void loadRotationAndMigrations_killedAgainAndAgain_loseAndDoubleNothing() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, 50)) {
      throughKills(server, batch(server), 500);
      assertThat(wrapped(server, LiveServer.KEK)).isEqualTo(TOKENS);

      server.makeKek(NEXT_KEK);
      throughKills(server, rotation(), 500);
      assertThat(wrapped(server, LiveServer.KEK)).isZero();
      assertThat(wrapped(server, NEXT_KEK)).isEqualTo(TOKENS);

      restart(server, "wrapped", "resident");
      throughKills(server, migration("resident"), 2500);
      assertThat(wrapped(server, NEXT_KEK)).isZero();

      restart(server, "resident", "wrapped");
      throughKills(server, migration("wrapped"), 1000);
      assertThat(wrapped(server, NEXT_KEK)).isEqualTo(TOKENS);

      enrollEvery(server, 20);
      server.stop();
    }
    System.out.println("killed " + 4 * KILLS + " times, " + hits + " while it ran");
    assertThat(hits).as("kills that found a ceremony running").isPositive();
    logTellsEverySeedOnce();
  }

  /** Begins it, kills the server somewhere, starts it, and so on; then lets it end. */
  private void throughKills(LiveServer server, String file, int mostMillis) throws Exception {
    CeremonyId id = server.custodians().agree(file);
    for (int i = 0; i < KILLS; i++) {
      CompletableFuture<Boolean> cut = begin(server, id, file);
      // The moment of the kill, not a wait for something.
      TimeUnit.MILLISECONDS.sleep(random.nextInt(mostMillis));
      server.kill();
      boolean ended = cut.join();
      hits += ended ? 0 : 1;
      server.restart();
    }
    if (status(server, id) != CeremonyStatus.CEREMONY_STATUS_EXECUTED) {
      Ceremony unused = server.custodians().run(id, file);
    }
    assertThat(status(server, id)).isEqualTo(CeremonyStatus.CEREMONY_STATUS_EXECUTED);
  }

  /** Completes with whether the run came to its end, or was not allowed any more. */
  private static CompletableFuture<Boolean> begin(LiveServer server, CeremonyId id, String file) {
    var custodians = server.custodians();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Ceremony unused = custodians.run(id, file);
            return true;
          } catch (StatusRuntimeException e) {
            return switch (e.getStatus().getCode()) {
              case FAILED_PRECONDITION -> true;
              default -> false;
            };
          }
        });
  }

  private static CeremonyStatus status(LiveServer server, CeremonyId id) {
    GetCeremonyRequest request =
        GetCeremonyRequest.newBuilder().setCeremonyId(id.toString()).build();
    return server
        .connect(DevCaller.AUDITOR)
        .ceremonies()
        .getCeremony(request)
        .getCeremony()
        .getStatus();
  }

  private static long wrapped(LiveServer server, String label) {
    return server
        .connect(DevCaller.AUDITOR)
        .ceremonies()
        .listKeys(ListKeysRequest.getDefaultInstance())
        .getKeysList()
        .stream()
        .filter(key -> key.getLabel().equals(label))
        .mapToLong(CustodyKey::getWrappedSeeds)
        .sum();
  }

  private static void restart(LiveServer server, String from, String to) throws Exception {
    server.stop();
    server.setSeeds(from, to);
    server.restart();
  }

  private String batch(LiveServer server) throws Exception {
    VendorFile vendor = new VendorFile();
    for (int i = 0; i < TOKENS; i++) {
      KnownToken token = KnownToken.random(String.format("KILL%08d", i), TokenProfile.DEFAULT);
      tokens.add(token);
      vendor.add(token);
    }
    return VendorFile.check(server, vendor.seal(server, "tokens.xml"));
  }

  private void enrollEvery(LiveServer server, int step) {
    Session channel = server.connect(DevCaller.INTERNET_BANKING);
    for (int i = 0; i < TOKENS; i += step) {
      KnownToken token = tokens.get(i);
      assertThat(Calls.enroll(channel, token.id(), token.id(), token.codeNow()).getVerdict())
          .as(token.id())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }

  /**
   * Each seed came in once, was wrapped anew once, and moved once each way. What a kill left in
   * both places has an event of its own, which says so.
   */
  private void logTellsEverySeedOnce() {
    List<AuditEvent> events = events();
    assertThat(count(events, EventKind.KEY_IMPORTED, KilledCustodyTest::token))
        .hasSize(TOKENS)
        .allSatisfy((token, times) -> assertThat(times).as(token).isEqualTo(1));
    assertThat(count(events, EventKind.KEY_REWRAPPED, KilledCustodyTest::token))
        .hasSize(TOKENS)
        .allSatisfy((token, times) -> assertThat(times).as(token).isEqualTo(1));
    assertThat(count(events, EventKind.KEY_MOVED, KilledCustodyTest::token))
        .hasSize(TOKENS)
        .allSatisfy((token, times) -> assertThat(times).as(token).isEqualTo(2));
    assertThat(events.stream().filter(event -> event.kind() == EventKind.CEREMONY_EXECUTED))
        .as("three first ones, two KEKs, and the four")
        .hasSize(9);
    assertThat(events.stream().filter(event -> event.kind() == EventKind.CEREMONY_STARTED).count())
        .isGreaterThanOrEqualTo(9 + hits / 2);
  }

  private static Stream<String> token(AuditEvent event) {
    return Stream.ofNullable(event.text(EventField.TOKEN));
  }

  private Map<String, Integer> count(
      List<AuditEvent> events, EventKind kind, Function<AuditEvent, Stream<String>> tokens) {
    Map<String, Integer> counts = new TreeMap<>();
    events.stream()
        .filter(event -> event.kind() == kind)
        .filter(event -> !String.valueOf(event.text(EventField.REASON)).startsWith("left over"))
        .flatMap(tokens)
        .filter(token -> token.startsWith("KILL"))
        .forEach(token -> counts.merge(token, 1, Integer::sum));
    return counts;
  }

  private List<AuditEvent> events() {
    try (SqlLedger ledger =
        new SqlLedger(StoreConfig.at(folder.resolve("kagiban.db")), Clock.systemUTC())) {
      return ledger.readEvents(0, Integer.MAX_VALUE).join().stream()
          .map(EventEncoding::decode)
          .toList();
    }
  }
}
