package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.UnavailableException;

@ExtendWith(HsmContract.class)
class HsmWorkersTest {
  private static TestHsm made;

  /** Long enough for a busy machine to begin a job within it. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch stuck = new CountDownLatch(1);

  @BeforeAll
  static void make(HsmKind kind) {
    made = kind.create();
  }

  @AfterEach
  void close() throws Exception {
    stuck.countDown();
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private HsmWorkers workers(int threads, int capacity, Duration limit) {
    HsmConfig usual = made.config();
    HsmConfig config =
        new HsmConfig(
            usual.library(),
            usual.label(),
            null,
            threads,
            capacity,
            limit,
            usual.quirks(),
            usual.initialize());
    Partition partition = Partition.open(config, SoftHsm.pin());
    HsmWorkers workers = new HsmWorkers(partition);
    open.add(workers);
    open.add(partition);
    return workers;
  }

  /** A job that keeps its worker as a native call does that never returns. */
  private CompletableFuture<String> block(HsmWorkers workers) {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> blocked =
        workers.submit(
            session -> {
              begun.countDown();
              awaitRelease();
              return "late";
            });
    try {
      assertThat(begun.await(120, TimeUnit.SECONDS)).as("a worker took it").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return blocked;
  }

  @Test
  void ping_keysThatCameAfterOpening_areFound(HsmKind kind) {
    TestHsm empty = kind.create();
    try (Partition partition = Partition.open(empty.config(), SoftHsm.pin());
        HsmWorkers workers = new HsmWorkers(partition)) {
      HsmCustody custody = new HsmCustody(workers);
      get(workers.ping());
      assertThat(custody.hasRequestKey()).isFalse();
      try (Partition other = Partition.open(empty.config(), SoftHsm.pin())) {
        assertThat(PartitionKeys.create(other)).contains(PartitionKeys.REQUEST_LABEL);
      }
      get(workers.ping());
      assertThat(custody.hasRequestKey()).isTrue();
    }
  }

  private static Object run(HsmWorkers workers, HsmJob<Object> job) {
    return get(workers.submit(job));
  }

  /**
   * Waits until a worker does a job. The limit holds for this one too, so that a busy machine may
   * need several.
   */
  private static void assertServes(HsmWorkers workers) {
    await()
        .ignoreException(UnavailableException.class)
        .until(() -> run(workers, session -> "served"), "served"::equals);
  }

  private void awaitRelease() {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void submit_queueFull_isOverloadedAndRunsNothing() {
    HsmWorkers workers = workers(1, 3, Duration.ofSeconds(30));
    CompletableFuture<String> blocked = block(workers);
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      waiting.add(workers.submit(session -> number));
    }
    assertThatThrownBy(() -> get(workers.submit(session -> 99)))
        .isInstanceOf(OverloadedException.class)
        .hasMessageContaining("HSM");
    stuck.countDown();
    assertThat(get(blocked)).isEqualTo("late");
    assertThat(waiting.stream().map(RunningHsm::get).toList()).containsExactly(0, 1, 2);
    assertThat(run(workers, session -> 4)).isEqualTo(4);
  }

  @Test
  void submit_jobPastTheLimit_isUnavailableAndUnhealthyUntilItReturns() {
    HsmWorkers workers = workers(2, 10, LIMIT);
    CompletableFuture<String> blocked = block(workers);
    assertThatThrownBy(() -> get(blocked))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("1000 ms");
    // Its caller has waited since it was handed in, its worker is stuck since it took it: later.
    await().until(() -> !workers.healthy());
    // By the other worker: this one is stuck before and after.
    assertServes(workers);
    assertThat(workers.healthy()).isFalse();
    stuck.countDown();
    await().until(workers::healthy);
  }

  @Test
  void submit_jobThatWaitsPastTheLimit_isUnavailableAndNeverRuns() {
    HsmWorkers workers = workers(1, 2, LIMIT);
    CompletableFuture<String> blocked = block(workers);
    Semaphore ran = new Semaphore(0);
    HsmJob<Boolean> job =
        session -> {
          ran.release();
          return true;
        };
    CompletableFuture<Boolean> first = workers.submit(job);
    CompletableFuture<Boolean> second = workers.submit(job);
    for (CompletableFuture<?> late : List.of(blocked, first, second)) {
      assertThatThrownBy(() -> get(late)).isInstanceOf(UnavailableException.class);
    }
    // Those that timed out have left the queue, so there is room again.
    CompletableFuture<Boolean> third = workers.submit(session -> true);
    assertThatThrownBy(() -> get(third)).isInstanceOf(UnavailableException.class);
    stuck.countDown();
    assertServes(workers);
    assertThat(ran.availablePermits()).isZero();
  }

  @Test
  void submit_manyFromManyThreads_eachRunsOnce() throws InterruptedException {
    HsmWorkers workers = workers(2, 100_000, Duration.ofSeconds(30));
    Semaphore ran = new Semaphore(0);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  var unused =
                      workers.submit(
                          session -> {
                            ran.release();
                            return true;
                          });
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    await().until(() -> ran.availablePermits() == 20_000);
    assertThat(run(workers, session -> ran.availablePermits())).isEqualTo(20_000);
  }

  @Test
  void ping_openPartition_succeedsWithAndWithoutKeys() {
    HsmWorkers workers = workers(2, 10, Duration.ofSeconds(30));
    get(workers.ping());
    PartitionKeys.create(workers.partition());
    get(workers.ping());
    assertThat(workers.healthy()).isTrue();
  }

  @Test
  void close_workers_finishesWhatWaitsAndRefusesWhatComes() {
    HsmWorkers workers = workers(2, 100, Duration.ofSeconds(30));
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      waiting.add(workers.submit(session -> number));
    }
    workers.close();
    assertThat(waiting).allMatch(CompletableFuture::isDone);
    assertThat(waiting.stream().map(RunningHsm::get).toList()).hasSize(50);
    assertThatThrownBy(() -> get(workers.submit(session -> 1)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("closed");
    assertThat(workers.healthy()).isFalse();
  }

  @Test
  void close_partition_makesJobsUnavailable() {
    HsmWorkers workers = workers(1, 10, Duration.ofSeconds(30));
    workers.partition().close();
    assertThatThrownBy(() -> get(workers.ping()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("closed");
  }
}
