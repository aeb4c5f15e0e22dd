package org.kagiban.cli;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.LoadSeedsHeader;
import org.kagiban.v1.LoadSeedsRefusal;
import org.kagiban.v1.LoadSeedsRequest;
import org.kagiban.v1.LoadSeedsResponse;
import org.kagiban.v1.LoadSeedsSummary;
import org.kagiban.v1.SeedServiceGrpc;

/** Takes a seed file and answers as told. */
final class FakeSeeds extends SeedServiceGrpc.SeedServiceImplBase {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private LoadSeedsHeader header = LoadSeedsHeader.getDefaultInstance();
  private int largestChunk;
  private int refusals;
  private boolean oneAtATime;
  private @Nullable StatusRuntimeException failure;

  FakeSeeds refusing(int count) {
    refusals = count;
    return this;
  }

  FakeSeeds failing(StatusRuntimeException with) {
    failure = with;
    return this;
  }

  FakeSeeds takingOneAtATime() {
    oneAtATime = true;
    return this;
  }

  byte[] received() {
    return received.toByteArray();
  }

  LoadSeedsHeader header() {
    return header;
  }

  int largestChunk() {
    return largestChunk;
  }

  @Override
  public StreamObserver<LoadSeedsRequest> loadSeeds(StreamObserver<LoadSeedsResponse> answers) {
    ServerCallStreamObserver<LoadSeedsResponse> call =
        (ServerCallStreamObserver<LoadSeedsResponse>) answers;
    if (oneAtATime) {
      call.disableAutoRequest();
      call.request(1);
    }
    return new StreamObserver<>() {
      @Override
      public void onNext(LoadSeedsRequest request) {
        take(request);
        if (oneAtATime) {
          call.request(1);
        }
      }

      @Override
      public void onError(Throwable thrown) {
        // The client ended the call; the test sees that on its side.
      }

      @Override
      public void onCompleted() {
        answer(call);
      }
    };
  }

  private void take(LoadSeedsRequest request) {
    if (request.hasHeader()) {
      header = request.getHeader();
    }
    largestChunk = Math.max(largestChunk, request.getChunk().size());
    received.writeBytes(request.getChunk().toByteArray());
  }

  private void answer(StreamObserver<LoadSeedsResponse> answers) {
    if (failure != null) {
      answers.onError(failure);
      return;
    }
    for (int record = 1; record <= refusals; record++) {
      LoadSeedsRefusal.Builder refusal =
          LoadSeedsRefusal.newBuilder()
              .setRecord(record)
              .setReason("SEED_DIFFERS")
              .setMessage("another seed is loaded for this Token ID");
      if (record == 1) {
        refusal.setTokenId("VSST00000001");
      }
      answers.onNext(LoadSeedsResponse.newBuilder().setRefusal(refusal).build());
    }
    LoadSeedsSummary.Builder summary =
        LoadSeedsSummary.newBuilder().setLoaded(1000).setRefused(refusals).setEventId("0198");
    answers.onNext(LoadSeedsResponse.newBuilder().setSummary(summary).build());
    answers.onCompleted();
  }
}
