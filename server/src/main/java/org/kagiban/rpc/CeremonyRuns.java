package org.kagiban.rpc;

import io.grpc.Status.Code;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyDesk;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.Signature;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.v1.RunCeremonyResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ceremonies that are running on this server, each on a thread of its own. One that has begun goes
 * on when its caller goes away. Thread-safe.
 */
final class CeremonyRuns {
  private static final Logger LOG = LoggerFactory.getLogger(CeremonyRuns.class);

  private final CeremonyDesk desk;
  private final CeremonyViews views;
  private final Set<CeremonyId> running = ConcurrentHashMap.newKeySet();

  CeremonyRuns(CeremonyDesk desk, CeremonyViews views) {
    this.desk = desk;
    this.views = views;
  }

  /**
   * Returns at once; the stream tells how it goes.
   *
   * @param allowed fails where the caller may not run it
   */
  void begin(
      Custodian by,
      CeremonyId id,
      CompletableFuture<Void> allowed,
      Signature signature,
      RunInput input,
      ResponseStream<RunCeremonyResponse> output) {
    CallRecord call = CallRecord.current();
    if (!running.add(id)) {
      throw ApiFault.of(
          Code.FAILED_PRECONDITION,
          "RUN_IN_PROGRESS",
          "this ceremony is being performed at this moment; look at it with GetCeremony");
    }
    Thread performer =
        new Thread(() -> run(call, by, id, allowed, signature, input, output), "ceremony-" + id);
    performer.setDaemon(true);
    performer.start();
  }

  private void run(
      CallRecord call,
      Custodian by,
      CeremonyId id,
      CompletableFuture<Void> allowed,
      Signature signature,
      RunInput input,
      ResponseStream<RunCeremonyResponse> output) {
    @Nullable RunCeremonyResponse last = null;
    RuntimeException failure = null;
    try {
      allowed.join();
      Ceremony done = desk.run(by, id, signature, input, new RunTalk(id, output));
      last = RunCeremonyResponse.newBuilder().setCeremony(views.whole(done)).build();
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      // Before the answer: whoever has it may run the ceremony again.
      running.remove(id);
    }
    end(call, id, output, last, failure);
  }

  private static void end(
      CallRecord call,
      CeremonyId id,
      ResponseStream<RunCeremonyResponse> output,
      @Nullable RunCeremonyResponse last,
      @Nullable RuntimeException failure) {
    try {
      if (last != null) {
        output.send(last);
        output.complete();
      } else if (failure != null) {
        output.fail(Faults.of(failure, call));
      }
    } catch (CancellationException e) {
      LOG.info("nobody heard how the run of ceremony {} ended; GetCeremony tells", id);
    }
  }
}
