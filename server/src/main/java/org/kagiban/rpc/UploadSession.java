package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedFileException;
import org.kagiban.custody.UploadReport;
import org.kagiban.token.Institution;
import org.kagiban.v1.UploadSeedsHeader;
import org.kagiban.v1.UploadSeedsRequest;
import org.kagiban.v1.UploadSeedsResponse;

/**
 * One call of UploadSeeds. The event loop takes messages; a thread of the upload's own reads them
 * as a stream, and alone sends once it runs.
 */
final class UploadSession implements StreamObserver<UploadSeedsRequest> {
  static final int MAX_CHUNK = 1024 * 1024;
  private static final long PATIENCE_MILLIS = 60_000;
  private static final String FILE_NAME = "must be 1 to 200 characters without control characters";

  private final CallRecord call;
  private final Uploads uploads;
  private final ResponseStream<UploadSeedsResponse> output;
  private final ChunkInput input;
  private boolean started;

  UploadSession(CallRecord call, Uploads uploads, ResponseStream<UploadSeedsResponse> output) {
    this.call = call;
    this.uploads = uploads;
    this.output = output;
    this.input = new ChunkInput(() -> output.ask(1), PATIENCE_MILLIS);
    output.askForEach();
    output.onCancel(() -> input.fail(new CancellationException("the caller has gone")));
    output.ask(1);
  }

  @Override
  public void onNext(UploadSeedsRequest request) {
    switch (request.getPartCase()) {
      case HEADER -> header(request.getHeader());
      case CHUNK -> chunk(request.getChunk());
      case PART_NOT_SET ->
          refuse(
              ApiFault.badField("FIELD_INVALID", "part", "must be set: header first, then chunk"));
    }
  }

  private void header(UploadSeedsHeader header) {
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
    if (!uploads.busy().compareAndSet(false, true)) {
      throw ApiFault.retryable(
          Code.FAILED_PRECONDITION,
          "UPLOAD_IN_PROGRESS",
          "another upload is running on this server; try again when it has ended",
          10_000);
    }
    started = true;
    Thread reader = new Thread(() -> run(institution, fileName), "seed-upload");
    reader.setDaemon(true);
    reader.start();
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

  /** Before the reader runs, by throwing; afterwards through it, since it alone sends. */
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
      UploadTalk talk = new UploadTalk(output, input);
      UploadReport report =
          uploads.into().upload(call.caller(), institution, fileName, input, talk);
      talk.summary(report, uploads.partition());
    } catch (SeedFileException | RuntimeException e) {
      failure = e;
    } finally {
      // Before the answer: whoever has it may begin the next upload.
      uploads.busy().set(false);
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
          Code.CANCELLED,
          "UPLOAD_CANCELLED",
          "the upload was cut off; send the file again, nothing was loaded");
    }
    return Faults.of(failure, call);
  }

  static ApiFault stalled() {
    return ApiFault.of(
        Code.ABORTED,
        "UPLOAD_STALLED",
        "no part of the file came for a minute; send the file again, nothing was loaded");
  }
}
