package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.custody.TransportKey;
import org.kagiban.token.Token;

/**
 * A pool of two libraries with the same resident seeds, one direct and one through a process that
 * is killed under load and comes back.
 */
class KilledPoolTest {
  private static final byte[] MESSAGE = new byte[8];
  private static final int CALLERS = 2;

  private final byte[] seed = SeedFile.random(20);
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong served = new AtomicLong();
  private final AtomicBoolean enough = new AtomicBoolean();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void killedPartition_ofAPool_nobodyIsRefusedAndItIsBackSoon(boolean killTheHome)
      throws IOException {
    SoftHsm softHsm = SoftHsm.initialised();
    Token token = keepSeed(softHsm);
    HsmConfig direct = softHsm.config();
    HsmConfig remote = HsmConfig.of(P11KitServer.client(), softHsm.label());
    P11KitServer server = new P11KitServer(softHsm.label());
    server.start();
    int killed = killTheHome ? 0 : 1;
    try (Pool pool =
        new Pool(
            SeedPlace.RESIDENT, killTheHome ? List.of(remote, direct) : List.of(direct, remote))) {
      pool.awaitAll();
      List<Thread> callers = load(pool, token);
      try {
        killAndReturn(server, pool.member(killed));
      } finally {
        end(callers);
      }
      assertThat(failures).isEmpty();
      assertThat(pool.hmacOf(killed, token, MESSAGE)).isEqualTo(SeedFile.hmac(SHA1, seed, MESSAGE));
    } finally {
      server.kill();
    }
  }

  private void killAndReturn(P11KitServer server, PoolMember killed) throws IOException {
    awaitServed(1000);
    server.kill();
    await().until(() -> killed.state() == PoolMember.State.LOST);
    awaitServed(1000);
    server.start();
    long start = System.nanoTime();
    await().atMost(Duration.ofMinutes(1)).until(killed::serves);
    System.out.printf(
        "a killed partition serves again %d ms after its return%n",
        (System.nanoTime() - start) / 1_000_000);
    awaitServed(1000);
  }

  private Token keepSeed(SoftHsm softHsm) {
    try (RunningHsm hsm = new RunningHsm(softHsm.config())) {
      SeedFile file = new SeedFile();
      try (TransportKey key = file.openIn(hsm.custody)) {
        get(key.keep(List.of(file.seal("KILL00000001", SHA1, seed))));
      }
    }
    return WrappedHsm.token(
        SeedFile.token("KILL00000001"), SeedFile.profile(SHA1), SeedFile.kcv(SHA1, seed));
  }

  /** Callers that go on while one failure after the other would come. */
  private List<Thread> load(Pool pool, Token token) {
    byte[] right = SeedFile.hmac(SHA1, seed, MESSAGE);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Thread caller =
          new Thread(
              () -> {
                while (!enough.get()) {
                  try {
                    assertThat(pool.hmac(token, MESSAGE)).isEqualTo(right);
                    served.incrementAndGet();
                  } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                  }
                }
              });
      caller.start();
      callers.add(caller);
    }
    return callers;
  }

  private void awaitServed(int more) {
    long until = served.get() + more;
    await().atMost(Duration.ofMinutes(1)).until(() -> served.get() >= until);
  }

  private void end(List<Thread> callers) {
    enough.set(true);
    for (Thread caller : callers) {
      try {
        caller.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
