package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LibraryTest {
  @Test
  void enter_p11KitsClient_waitsForTheCallThatRuns() throws IOException {
    SoftHsm softHsm = SoftHsm.initialised();
    P11KitServer server = new P11KitServer(softHsm.label());
    Path client = P11KitServer.client();
    server.start();
    try {
      try (Opened opened = new Opened(client)) {
        assertThat(opened.library.enter(opened.instance)).isTrue();
        Caller other = new Caller(opened);
        await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
        assertThat(other.entered).isNotDone();
        opened.library.leave();
        assertThat(other.entered).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        other.leave();
      }
    } finally {
      server.kill();
    }
  }

  @Test
  void enter_anyOtherLibrary_whileACallRuns() {
    try (Opened opened = new Opened(SoftHsm.LIBRARY)) {
      assertThat(opened.library.enter(opened.instance)).isTrue();
      Caller other = new Caller(opened);
      assertThat(other.entered).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
      other.leave();
      opened.library.leave();
    }
  }

  private static final class Opened implements AutoCloseable {
    final Library library;
    final Library.Instance instance;

    Opened(Path path) {
      library = Library.acquire(path, "");
      instance = Objects.requireNonNull(library.current());
    }

    @Override
    public void close() {
      library.release(Duration.ofSeconds(5));
    }
  }

  /** A thread that begins a call, and ends it when it is told to. */
  private static final class Caller extends Thread {
    final CompletableFuture<Boolean> entered = new CompletableFuture<>();
    private final Opened opened;
    private final CountDownLatch end = new CountDownLatch(1);

    Caller(Opened opened) {
      this.opened = opened;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      boolean inside = opened.library.enter(opened.instance);
      entered.complete(inside);
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        if (inside) {
          opened.library.leave();
        }
      }
    }

    void leave() {
      end.countDown();
      try {
        join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
