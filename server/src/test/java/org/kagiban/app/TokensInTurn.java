package org.kagiban.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/**
 * Right codes of many tokens in turn. Where the HSM holds few seeds, it has long let go of a
 * token's by the time that its turn comes round.
 */
final class TokensInTurn implements AutoCloseable {
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  private final List<KnownToken> tokens;
  private final long[] counters;
  private List<Session> sessions;
  private final int callers;
  private final ExecutorService threads;
  private final AtomicLong count = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  private TokensInTurn(List<KnownToken> tokens, Session session, int callers) {
    this.tokens = tokens;
    this.counters = new long[tokens.size()];
    sessions = List.of(session);
    this.callers = callers;
    threads = Executors.newFixedThreadPool(callers);
  }

  /**
   * Makes tokens, loads and enrols them.
   *
   * @param callers how many calls are under way at most
   */
  static TokensInTurn enrolled(LiveServer server, int number, int callers) throws Exception {
    VendorFile vendor = new VendorFile();
    List<KnownToken> tokens = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      KnownToken token = KnownToken.random(String.format("SOAK%08d", i), HOTP);
      tokens.add(token);
      vendor.add(token);
    }
    vendor.load(server, "tokens.xml");
    TokensInTurn calls =
        new TokensInTurn(tokens, server.connect(DevCaller.INTERNET_BANKING), callers);
    calls.onThreads(calls::enrollShare);
    return calls;
  }

  private interface Work {
    void run(int thread);
  }

  private void onThreads(Work work) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int thread = i;
      running.add(threads.submit(() -> work.run(thread)));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  /** A thread has every so manieth token. */
  private void enrollShare(int thread) {
    for (int i = thread; i < tokens.size(); i += callers) {
      enroll(i);
    }
  }

  private void enroll(int i) {
    KnownToken token = tokens.get(i);
    counters[i] = 1;
    try {
      note(i, Calls.enroll(session(i), token.id(), token.id(), token.code(0)).getVerdict());
    } catch (RuntimeException e) {
      failures.add(token.id() + ": " + e);
    }
  }

  /** Calls go to these from now on; a token's always to the same one. */
  void use(List<Session> others) {
    sessions = List.copyOf(others);
  }

  private Session session(int i) {
    return sessions.get(i % sessions.size());
  }

  private void verify(int i) {
    KnownToken token = tokens.get(i);
    try {
      note(i, Calls.verify(session(i), token.id(), token.code(counters[i]++)).getVerdict());
    } catch (RuntimeException e) {
      failures.add(token.id() + ": " + e);
    }
    count.incrementAndGet();
  }

  private void note(int i, Verdict verdict) {
    if (verdict != Verdict.VERDICT_ACCEPTED) {
      failures.add(tokens.get(i).id() + ": " + verdict);
    }
  }

  /**
   * Calls for so long.
   *
   * @param perSecond 0 for as many as there can be
   * @return how many there were a second
   */
  long run(Duration time, long perSecond) throws Exception {
    long start = System.nanoTime();
    long before = count.get();
    AtomicLong begun = new AtomicLong();
    onThreads(
        thread -> {
          int i = thread;
          while (System.nanoTime() - start < time.toNanos()) {
            if (perSecond > 0) {
              pace(start + begun.getAndIncrement() * 1_000_000_000L / perSecond);
            }
            verify(i);
            i = i + callers < tokens.size() ? i + callers : thread;
          }
        });
    return (count.get() - before) * 1_000_000_000L / (System.nanoTime() - start);
  }

  private static void pace(long due) {
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }

  long count() {
    return count.get();
  }

  Collection<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
