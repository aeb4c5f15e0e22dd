package org.kagiban.cli;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.UploadSeedsHeader;
import org.kagiban.v1.UploadSeedsRequest;
import org.kagiban.v1.UploadSeedsResponse;
import org.kagiban.v1.UploadSeedsSummary;

/**
 * Sends one seed file, no faster than the server takes it. The call has no deadline: how long a
 * file takes is the server's to say, and a dead connection ends it.
 */
final class SeedUpload implements ClientResponseObserver<UploadSeedsRequest, UploadSeedsResponse> {
  private static final int CHUNK = 256 << 10;

  private final UploadSeedsHeader header;
  private final Path file;
  private final RefusalReport report;
  private final UploadProgress progress;
  private final CompletableFuture<@Nullable UploadSeedsSummary> end = new CompletableFuture<>();
  private final MessageDigest digest = Sha256.digest();
  private @Nullable UploadSeedsSummary summary;

  SeedUpload(UploadSeedsHeader header, Path file, RefusalReport report, UploadProgress progress) {
    this.header = header;
    this.file = file;
    this.report = report;
    this.progress = progress;
  }

  /**
   * @return what the server found in the very bytes that were sent
   * @throws StatusRuntimeException where the server refuses the file or is lost
   */
  UploadSeedsSummary send(Session session) {
    SeedServiceGrpc.newStub(session.channel()).uploadSeeds(this);
    try {
      UploadSeedsSummary received = end.join();
      if (received == null) {
        throw new CliException(
            Exit.FAULT, "the server ended without a summary; run the same command again");
      }
      requireSameFile(received);
      return received;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void requireSameFile(UploadSeedsSummary received) {
    if (!Arrays.equals(digest.digest(), received.getSha256().toByteArray())) {
      throw new CliException(
          Exit.REFUSED,
          "the server took in another file than was sent, by its SHA-256; propose nothing, and have"
              + " the server looked at");
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<UploadSeedsRequest> call) {
    Chunks chunks = new Chunks(call);
    call.setOnReadyHandler(chunks::pump);
  }

  @Override
  public void onNext(UploadSeedsResponse response) {
    try {
      take(response);
    } catch (CliException e) {
      // gRPC then ends the call; the reason is ours.
      end.completeExceptionally(e);
      throw e;
    }
  }

  private void take(UploadSeedsResponse response) {
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
    private final ClientCallStreamObserver<UploadSeedsRequest> call;
    private @Nullable InputStream in;
    private boolean done;

    Chunks(ClientCallStreamObserver<UploadSeedsRequest> call) {
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
                "cannot read %s (%s); run the same command again, nothing was loaded"
                    .formatted(file, e.getMessage()),
                e));
        call.cancel("the file cannot be read", e);
      }
    }

    private void next() throws IOException {
      if (in == null) {
        in = Files.newInputStream(file);
        call.onNext(UploadSeedsRequest.newBuilder().setHeader(header).build());
        return;
      }
      byte[] chunk = in.readNBytes(CHUNK);
      if (chunk.length == 0) {
        done = true;
        in.close();
        call.onCompleted();
        return;
      }
      digest.update(chunk);
      // The array is ours alone, so it need not be copied.
      call.onNext(
          UploadSeedsRequest.newBuilder().setChunk(UnsafeByteOperations.unsafeWrap(chunk)).build());
    }
  }
}
