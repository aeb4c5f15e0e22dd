package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.kagiban.custody.Sha256;
import org.kagiban.v1.GetImportKeyRequest;
import org.kagiban.v1.GetImportKeyResponse;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.UploadSeedsRequest;
import org.kagiban.v1.UploadSeedsResponse;

/** SeedService. */
final class SeedRpc extends SeedServiceGrpc.SeedServiceImplBase {
  private final Supplier<byte[]> importKey;
  private final Uploads uploads;

  /**
   * @param importKey X.509 SubjectPublicKeyInfo, DER
   */
  SeedRpc(Supplier<byte[]> importKey, Uploads uploads) {
    this.importKey = importKey;
    this.uploads = uploads;
  }

  @Override
  public void getImportKey(
      GetImportKeyRequest request, StreamObserver<GetImportKeyResponse> observer) {
    byte[] key = importKey.get();
    observer.onNext(
        GetImportKeyResponse.newBuilder()
            .setPublicKey(ByteString.copyFrom(key))
            .setFingerprint(ByteString.copyFrom(Sha256.of(key)))
            .build());
    observer.onCompleted();
  }

  @Override
  public StreamObserver<UploadSeedsRequest> uploadSeeds(
      StreamObserver<UploadSeedsResponse> observer) {
    return new UploadSession(CallRecord.current(), uploads, new ResponseStream<>(observer));
  }
}
