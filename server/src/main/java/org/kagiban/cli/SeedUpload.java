package org.kagiban.cli;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.LoadSeedsHeader;
import org.kagiban.v1.LoadSeedsRequest;
import org.kagiban.v1.LoadSeedsResponse;
import org.kagiban.v1.LoadSeedsSummary;
import org.kagiban.v1.SeedServiceGrpc;

/**
 * Sends one seed file, no faster than the server takes it. The call has no deadline: how long a
 * file takes is the server's to say, and a dead connection ends it.
 */
final class SeedUpload implements ClientResponseObserver<LoadSeedsRequest, LoadSeedsResponse> {
  private static final int CHUNK = 256 << 10;

  private final LoadSeedsHeader header;
  private final Path file;
  private final LoadReport report;
  private final LoadProgress progress;
  private final CompletableFuture<@Nullable LoadSeedsSummary> end = new CompletableFuture<>();
  private @Nullable LoadSeedsSummary summary;

  SeedUpload(LoadSeedsHeader header, Path file, LoadReport report, LoadProgress progress) {
    this.header = header;
    this.file = file;
    this.report = report;
    this.progress = progress;
  }

  /**
   * @throws StatusRuntimeException where the server refuses the file or is lost; what was loaded
   *     stays loaded
   */
  LoadSeedsSummary send(Session session) {
    SeedServiceGrpc.newStub(session.channel()).loadSeeds(this);
    try {
      LoadSeedsSummary received = end.join();
      if (received == null) {
        throw new CliException(
            Exit.FAULT, "the server ended without a summary; run the same command again");
      }
      return received;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<LoadSeedsRequest> call) {
    Chunks chunks = new Chunks(call);
    call.setOnReadyHandler(chunks::pump);
  }

  @Override
  public void onNext(LoadSeedsResponse response) {
    try {
      take(response);
    } catch (CliException e) {
      // gRPC then ends the call; the reason is ours.
      end.completeExceptionally(e);
      throw e;
    }
  }

  private void take(LoadSeedsResponse response) {
    switch (response.getPartCase()) {
      case REFUSAL -> report.refused(response.getRefusal());
      case PROGRESS -> progress.at(response.getProgress());
      case SUMMARY -> summary = response.getSummary();
      case PART_NOT_SET -> {
        // A kind of message that this version does not know yet.
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(summary);
  }

  /** The file, read as the call becomes ready; gRPC calls one method at a time. */
  private final class Chunks {
    private final ClientCallStreamObserver<LoadSeedsRequest> call;
    private @Nullable InputStream in;
    private boolean done;

    Chunks(ClientCallStreamObserver<LoadSeedsRequest> call) {
      this.call = call;
    }

    void pump() {
      try {
        while (!done && call.isReady()) {
          next();
        }
      } catch (IOException e) {
        done = true;
        end.completeExceptionally(
            new CliException(
                Exit.USAGE,
                "cannot read %s (%s); load it again, what is loaded stays"
                    .formatted(file, e.getMessage()),
                e));
        call.cancel("the file cannot be read", e);
      }
    }

    private void next() throws IOException {
      if (in == null) {
        in = Files.newInputStream(file);
        call.onNext(LoadSeedsRequest.newBuilder().setHeader(header).build());
        return;
      }
      byte[] chunk = in.readNBytes(CHUNK);
      if (chunk.length == 0) {
        done = true;
        in.close();
        call.onCompleted();
        return;
      }
      // The array is ours alone, so it need not be copied.
      call.onNext(
          LoadSeedsRequest.newBuilder().setChunk(UnsafeByteOperations.unsafeWrap(chunk)).build());
    }
  }
}
