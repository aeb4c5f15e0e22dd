package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

/**
 * kill -9 under load, while events are committed, sequenced and signed. {@code
 * -Dkagiban.test.kills=30} kills thirty times.
 */
class KilledLogTest {
  private static final int KILLS = Integer.getInteger("kagiban.test.kills", 3);
  private static final int CALLERS = 3;
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  @TempDir private Path folder;

  private final Random random = new Random(20261122);
  private final List<KnownToken> tokens = new ArrayList<>();
  private final AtomicInteger[] counters = new AtomicInteger[CALLERS];
  private final Queue<String> answered = new ConcurrentLinkedQueue<>();
  private final Set<String> notes = ConcurrentHashMap.newKeySet();

  @Test
  void killedUnderLoadAgainAndAgain_eachAnsweredEventIsInTheLogOnce_andNoSizeIsSignedTwice()
      throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      enroll(server);
      for (int i = 0; i < KILLS; i++) {
        underLoad(server, () -> server.kill());
        server.restart();
      }
      underLoad(server, () -> {});
      assertThat(server.stop()).isZero();
    }
    System.out.printf(
        "killed %d times, %d answers, %d checkpoints seen%n", KILLS, answered.size(), notes.size());
    SignedFolder signed = new SignedFolder(folder.resolve("audit"));
    LogReader log = signed.open();
    requireOneTree(log, signed.keys());
    requireAnswersOnce(log);
    assertThat(log.event(log.size() - 1).kind()).isEqualTo(EventKind.LOG_STOPPED);
  }

  private void enroll(LiveServer server) throws Exception {
    VendorFile vendor = new VendorFile();
    for (int i = 0; i < CALLERS; i++) {
      tokens.add(KnownToken.random("KLOG%08d".formatted(i), HOTP));
      counters[i] = new AtomicInteger();
      vendor.add(tokens.get(i));
    }
    vendor.load(server, "tokens.xml");
    for (int i = 0; i < CALLERS; i++) {
      KnownToken token = tokens.get(i);
      String code = token.code(counters[i].getAndIncrement());
      answered.add(
          Calls.enroll(server.connect(DevCaller.INTERNET_BANKING), "" + i, token.id(), code)
              .getEventId());
    }
  }

  private interface End {
    void run() throws Exception;
  }

  private void underLoad(LiveServer server, End end) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      Session session = server.connect(DevCaller.INTERNET_BANKING);
      running.add(CompletableFuture.runAsync(() -> call(session, caller, stop)));
    }
    running.add(CompletableFuture.runAsync(() -> collect(stop)));
    // The moment of the kill, not a wait for something.
    TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(900));
    end.run();
    stop.set(true);
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
  }

  private void call(Session session, int caller, AtomicBoolean stop) {
    while (!stop.get()) {
      String code = tokens.get(caller).code(counters[caller].getAndIncrement());
      try {
        answered.add(Calls.verify(session, "" + caller, code).getEventId());
      } catch (StatusRuntimeException e) {
        // Not answered: it may be in the log or not.
        return;
      }
    }
  }

  /** What anybody who looked at the folder may have kept. */
  private void collect(AtomicBoolean stop) {
    Path checkpoint = folder.resolve("audit").resolve("checkpoint");
    while (!stop.get()) {
      look(checkpoint);
    }
    look(checkpoint);
  }

  private void look(Path checkpoint) {
    try {
      notes.add(Files.readString(checkpoint));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireOneTree(LogReader log, TrustedKeys keys) throws Exception {
    Map<Long, Hash> roots = new HashMap<>();
    for (String note : notes) {
      Checkpoint one = keys.open(note.getBytes(StandardCharsets.UTF_8)).checkpoint();
      assertThat(roots.put(one.size(), one.root())).as("size %d", one.size()).isNull();
      assertThat(
              ConsistencyProof.holds(
                  one.size(),
                  one.root(),
                  log.size(),
                  log.checkpoint().checkpoint().root(),
                  log.consistency(one.size())))
          .as("size %d", one.size())
          .isTrue();
    }
    assertThat(roots.size()).isGreaterThan(KILLS);
  }

  private void requireAnswersOnce(LogReader log) throws IOException {
    Map<EventId, Integer> times = new HashMap<>();
    for (long i = 0; i < log.size(); i++) {
      AuditEvent event = log.event(i);
      times.merge(event.id(), 1, Integer::sum);
    }
    assertThat(times.values()).as("every id stands once").containsOnly(1);
    assertThat(answered).hasSizeGreaterThan(CALLERS * KILLS);
    for (String id : answered) {
      EventId event = new EventId(UUID.fromString(id));
      assertThat(times).containsKey(event);
      assertThat(log.event(log.locate(event).orElseThrow()).id()).isEqualTo(event);
    }
  }
}
