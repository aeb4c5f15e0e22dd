package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.kagiban.v1.GetImportKeyRequest;
import org.kagiban.v1.GetImportKeyResponse;
import org.kagiban.v1.LoadSeedsRequest;
import org.kagiban.v1.LoadSeedsResponse;
import org.kagiban.v1.SeedServiceGrpc;

/** SeedService. */
final class SeedRpc extends SeedServiceGrpc.SeedServiceImplBase {
  private final Supplier<byte[]> importKey;
  private final SeedLoading loading;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param importKey X.509 SubjectPublicKeyInfo, DER
   */
  SeedRpc(Supplier<byte[]> importKey, SeedLoading loading) {
    this.importKey = importKey;
    this.loading = loading;
  }

  @Override
  public void getImportKey(
      GetImportKeyRequest request, StreamObserver<GetImportKeyResponse> observer) {
    byte[] key = importKey.get();
    observer.onNext(
        GetImportKeyResponse.newBuilder()
            .setPublicKey(ByteString.copyFrom(key))
            .setFingerprint(ByteString.copyFrom(sha256(key)))
            .build());
    observer.onCompleted();
  }

  @Override
  public StreamObserver<LoadSeedsRequest> loadSeeds(StreamObserver<LoadSeedsResponse> observer) {
    LoadOutput output = new LoadOutput((ServerCallStreamObserver<LoadSeedsResponse>) observer);
    return new LoadSession(CallRecord.current(), loading, busy, output);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
