package org.kagiban.cli;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;
import org.kagiban.v1.LoadRefusal;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.UploadSeedsHeader;
import org.kagiban.v1.UploadSeedsRequest;
import org.kagiban.v1.UploadSeedsResponse;
import org.kagiban.v1.UploadSeedsSummary;

/** Takes a seed file and answers as told. */
final class FakeSeeds extends SeedServiceGrpc.SeedServiceImplBase {
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private UploadSeedsHeader header = UploadSeedsHeader.getDefaultInstance();
  private int largestChunk;
  private int refusals;
  private long good = 1000;
  private byte @Nullable [] hash;
  private boolean oneAtATime;
  private @Nullable StatusRuntimeException failure;

  FakeSeeds refusing(int count) {
    refusals = count;
    return this;
  }

  FakeSeeds findingGood(long count) {
    good = count;
    return this;
  }

  /** Claims to have received something else. */
  FakeSeeds hashing(byte[] as) {
    hash = as;
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

  UploadSeedsHeader header() {
    return header;
  }

  int largestChunk() {
    return largestChunk;
  }

  @Override
  public StreamObserver<UploadSeedsRequest> uploadSeeds(
      StreamObserver<UploadSeedsResponse> answers) {
    ServerCallStreamObserver<UploadSeedsResponse> call =
        (ServerCallStreamObserver<UploadSeedsResponse>) answers;
    if (oneAtATime) {
      call.disableAutoRequest();
      call.request(1);
    }
    return new StreamObserver<>() {
      @Override
      public void onNext(UploadSeedsRequest request) {
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

  private void take(UploadSeedsRequest request) {
    if (request.hasHeader()) {
      header = request.getHeader();
    }
    largestChunk = Math.max(largestChunk, request.getChunk().size());
    received.writeBytes(request.getChunk().toByteArray());
  }

  private void answer(StreamObserver<UploadSeedsResponse> answers) {
    if (failure != null) {
      answers.onError(failure);
      return;
    }
    for (int record = 1; record <= refusals; record++) {
      LoadRefusal.Builder refusal =
          LoadRefusal.newBuilder()
              .setRecord(record)
              .setReason("SEED_DIFFERS")
              .setMessage("another seed is loaded for this Token ID");
      if (record == 1) {
        refusal.setTokenId("VSST00000001");
      }
      answers.onNext(UploadSeedsResponse.newBuilder().setRefusal(refusal).build());
    }
    UploadSeedsSummary.Builder summary =
        UploadSeedsSummary.newBuilder()
            .setSha256(ByteString.copyFrom(hash == null ? Sha256.of(received()) : hash))
            .setGood(good)
            .setRefused(refusals)
            .setEventId("0198")
            .setPartition("vault");
    answers.onNext(UploadSeedsResponse.newBuilder().setSummary(summary).build());
    answers.onCompleted();
  }
}
