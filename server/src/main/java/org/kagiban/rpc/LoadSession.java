package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.LoadSummary;
import org.kagiban.custody.SeedFileException;
import org.kagiban.token.Institution;
import org.kagiban.v1.LoadSeedsHeader;
import org.kagiban.v1.LoadSeedsRequest;

/**
 * One call of LoadSeeds. The event loop takes messages; a thread of the load's own reads them as a
 * stream, and alone sends once it runs.
 */
final class LoadSession implements StreamObserver<LoadSeedsRequest> {
  static final int MAX_CHUNK = 1024 * 1024;
  private static final long PATIENCE_MILLIS = 60_000;
  private static final String FILE_NAME = "must be 1 to 200 characters without control characters";

  private final CallRecord call;
  private final SeedLoading loading;
  private final AtomicBoolean busy;
  private final LoadOutput output;
  private final ChunkInput input;
  private boolean started;

  /**
   * @param busy whether a load is running
   */
  LoadSession(CallRecord call, SeedLoading loading, AtomicBoolean busy, LoadOutput output) {
    this.call = call;
    this.loading = loading;
    this.busy = busy;
    this.output = output;
    this.input = new ChunkInput(() -> output.ask(1), PATIENCE_MILLIS);
    output.onCancel(() -> input.fail(new CancellationException("the caller has gone")));
    output.ask(1);
  }

  @Override
  public void onNext(LoadSeedsRequest request) {
    switch (request.getPartCase()) {
      case HEADER -> header(request.getHeader());
      case CHUNK -> chunk(request.getChunk());
      case PART_NOT_SET ->
          refuse(
              ApiFault.badField("FIELD_INVALID", "part", "must be set: header first, then chunk"));
    }
  }

  private void header(LoadSeedsHeader header) {
    if (started) {
      refuse(ApiFault.badField("FIELD_INVALID", "header", "came before; send it once, first"));
      return;
    }
    Fields fields = new Fields();
    Institution institution = fields.institution("header.institution", header.getInstitution());
    String fileName = fields.text("header.file_name", header.getFileName(), FILE_NAME);
    fields.done();
    if (!call.caller().sees(institution)) {
      throw ApiFault.institutionNotFound();
    }
    if (!busy.compareAndSet(false, true)) {
      throw ApiFault.retryable(
          Code.FAILED_PRECONDITION,
          "LOAD_IN_PROGRESS",
          "another load is running on this server; try again when it has ended",
          10_000);
    }
    started = true;
    Thread loader = new Thread(() -> run(institution, fileName), "seed-load");
    loader.setDaemon(true);
    loader.start();
    output.ask(ChunkInput.AHEAD);
  }

  private void chunk(ByteString chunk) {
    if (!started) {
      refuse(
          ApiFault.badField("FIELD_INVALID", "header", "is missing; send it first, then chunks"));
    } else if (chunk.size() > MAX_CHUNK) {
      refuse(
          ApiFault.badField("FIELD_INVALID", "chunk", "must be at most 1 MiB; send smaller ones"));
    } else {
      input.put(chunk);
    }
  }

  /** Before the loader runs, by throwing; afterwards through it, since it alone sends. */
  private void refuse(ApiFault fault) {
    if (!started) {
      throw fault;
    }
    input.fail(fault);
  }

  @Override
  public void onError(Throwable thrown) {
    input.fail(new CancellationException("the caller has gone"));
  }

  @Override
  public void onCompleted() {
    if (!started) {
      throw ApiFault.badField("FIELD_INVALID", "header", "is missing; send it first, then chunks");
    }
    input.end();
  }

  private void run(Institution institution, String fileName) {
    Throwable failure = null;
    try {
      LoadReport report = new LoadReport(output, input);
      LoadSummary summary = loading.load(call.caller(), institution, fileName, input, report);
      report.summary(summary);
    } catch (SeedFileException | RuntimeException e) {
      failure = e;
    } finally {
      // Before the answer: whoever has it may begin the next load.
      busy.set(false);
    }
    end(failure);
  }

  private void end(@Nullable Throwable failure) {
    if (failure == null) {
      output.complete();
      return;
    }
    RuntimeException ofInput = input.fault();
    output.fail(fault(ofInput == null ? failure : ofInput));
  }

  private ApiFault fault(Throwable failure) {
    if (failure instanceof SeedFileException refused) {
      return ApiFault.of(
          Code.INVALID_ARGUMENT, "SEED_FILE_REFUSED", String.valueOf(refused.getMessage()));
    }
    if (failure instanceof CancellationException) {
      return ApiFault.of(
          Code.CANCELLED, "LOAD_CANCELLED", "the load was cut off; load the file again");
    }
    return Faults.of(failure, call);
  }

  static ApiFault stalled() {
    return ApiFault.of(
        Code.ABORTED,
        "LOAD_STALLED",
        "no part of the file came for a minute; load the file again, what is loaded stays");
  }
}
