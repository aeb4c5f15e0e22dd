package org.kagiban.app;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.EventSource;
import org.kagiban.audit.log.LogStore;
import org.kagiban.audit.log.Sequencer;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TrustedClock;

/**
 * A process that writes events, signs them and kills itself with kill -9 at one point: right before
 * or right after one call to the database, the log's folder or the key. It prints what nobody may
 * deny later: {@code event ID} of each event that was answered, {@code signed TEXT} of each note.
 */
final class CutOffLog {
  /** Events before each step: edges of tiles and bundles. */
  private static final int[] ARRIVALS = {3, 1, 252, 1, 40};

  private final long at;
  private long points;

  private CutOffLog(long at) {
    this.at = at;
  }

  /** Folder, the signer in hex ({@link TestSigner#hex}), and the point, from 1; 0 for none. */
  public static void main(String[] arguments) throws Exception {
    TestSigner signer = TestSigner.parse(arguments[1]);
    new CutOffLog(Long.parseLong(arguments[2])).run(Path.of(arguments[0]), signer);
  }

  private void run(Path home, TestSigner signer) throws Exception {
    try (SqlLedger ledger =
        new SqlLedger(StoreConfig.at(home.resolve("kagiban.db")), Clock.systemUTC())) {
      Journal journal =
          new Journal(ledger, new TrustedClock(Clock.systemUTC(), System::nanoTime, Instant.EPOCH));
      Sequencer log =
          Sequencer.open(
              struck(EventSource.class, ledger.events()),
              struck(LogStore.class, TileFiles.durable(home.resolve("audit"))),
              struck(NoteSigner.class, signer));
      for (int count : ARRIVALS) {
        write(journal, count);
        var unused = log.step();
      }
    }
  }

  private void write(Journal journal, int count) throws Exception {
    point("before event");
    for (int i = 0; i < count; i++) {
      String key = "kagiban-key-" + i % 10;
      var id =
          journal
              .write(
                  EventKind.KEY_USED,
                  event -> event.with(EventField.KEY, key).with(EventField.HMACS, 1))
              .join();
      say("event " + id);
    }
    point("after event");
  }

  /** The key's name and public half are no points: asking for them changes nothing. */
  private <T> T struck(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              boolean counts = arguments != null || type != NoteSigner.class;
              if (counts) {
                point("before " + method.getName());
              }
              if (method.getName().equals("sign")) {
                say("signed " + Base64.getEncoder().encodeToString((byte[]) arguments[0]));
              }
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (counts) {
                point("after " + method.getName());
              }
              return result;
            }));
  }

  private void point(String name) throws IOException, InterruptedException {
    points++;
    if (points == at) {
      say("killed " + name);
      String pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", pid).inheritIO().start();
      // Nothing more happens here.
      new CountDownLatch(1).await();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
