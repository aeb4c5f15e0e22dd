package org.kagiban.demo.token;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.CreateTokenResponse;
import org.kagiban.v1.HashAlgorithm;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.TokenProfile;
import org.kagiban.v1.TokenType;

/** Makes tokens as the server does, with a seed that the test knows and can look for. */
final class KnownSeeds extends ProvisioningServiceGrpc.ProvisioningServiceImplBase {
  private final byte[] seed;
  private final List<CreateTokenRequest> asked = new CopyOnWriteArrayList<>();
  private final Map<String, CreateTokenResponse> answers = new HashMap<>();
  private volatile int failures;

  KnownSeeds(byte[] seed) {
    this.seed = seed.clone();
  }

  /** The next request's answer is lost. */
  void loseAnswer() {
    failures = 1;
  }

  /** As if it had never been asked. */
  synchronized void forget() {
    asked.clear();
    answers.clear();
    failures = 0;
  }

  List<CreateTokenRequest> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized void createToken(
      CreateTokenRequest request, StreamObserver<CreateTokenResponse> observer) {
    asked.add(request);
    CreateTokenResponse answer =
        answers.computeIfAbsent(request.getRequestId(), id -> make(request));
    if (failures-- > 0) {
      observer.onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  private CreateTokenResponse make(CreateTokenRequest request) {
    return CreateTokenResponse.newBuilder()
        .setTokenId("VSST%08d".formatted(12345678 + answers.size()))
        .setWrappedSeed(ByteString.copyFrom(wrap(request.getDevicePublicKey().toByteArray())))
        .setProfile(
            TokenProfile.newBuilder()
                .setType(TokenType.TOKEN_TYPE_TOTP)
                .setAlgorithm(HashAlgorithm.HASH_ALGORITHM_SHA1)
                .setDigits(6)
                .setPeriodSeconds(30))
        .build();
  }

  /** For a device, as the HSM does. */
  byte[] wrap(byte[] publicKey) {
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey));
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key,
          new OAEPParameterSpec(
              "SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT));
      return cipher.doFinal(seed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the page's key cannot be used", e);
    }
  }
}
