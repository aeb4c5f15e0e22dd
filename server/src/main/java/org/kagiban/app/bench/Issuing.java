package org.kagiban.app.bench;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.CreateTokenResponse;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.HashAlgorithm;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.TokenProfile;
import org.kagiban.v1.TokenType;
import org.kagiban.v1.Verdict;

/**
 * Makes tokens as any channel would: created by the server's HSM for a device key, then enrolled by
 * their first code. They are event-based, since a time-based token has one code in 30 seconds.
 */
final class Issuing {
  private static final TokenProfile PROFILE =
      TokenProfile.newBuilder()
          .setType(TokenType.TOKEN_TYPE_HOTP)
          .setAlgorithm(HashAlgorithm.HASH_ALGORITHM_SHA1)
          .setDigits(BenchToken.DIGITS)
          .build();

  private final Connections connections;
  private final String institution;
  private final KeyPair device = newKey();
  private final ByteString publicKey = ByteString.copyFrom(device.getPublic().getEncoded());
  private final AtomicInteger created = new AtomicInteger();
  private final Queue<BenchToken> fresh = new ConcurrentLinkedQueue<>();
  private final Queue<BenchToken> enrolled = new ConcurrentLinkedQueue<>();

  Issuing(Connections connections, String institution) {
    this.connections = connections;
    this.institution = institution;
  }

  /** Creates one token. */
  void create(Calls.End end) {
    int number = created.incrementAndGet();
    CreateTokenRequest request =
        CreateTokenRequest.newBuilder()
            .setRequestId("bench-create-" + number)
            .setInstitution(institution)
            .setDevicePublicKey(publicKey)
            .setProfile(PROFILE)
            .build();
    Subscriber subscriber =
        Subscriber.newBuilder()
            .setInstitution(institution)
            .setSubscriberId("customer-" + number)
            .build();
    ProvisioningServiceGrpc.newStub(connections.next())
        .createToken(request, new Created(end, subscriber));
  }

  /** Enrols one of the tokens that were created. */
  void enroll(Calls.End end) {
    BenchToken token = fresh.remove();
    EnrollRequest request =
        EnrollRequest.newBuilder()
            .setRequestId("bench-enroll-" + token.id())
            .setSubscriber(token.subscriber())
            .setTokenId(token.id())
            .setCode(token.nextCode())
            .build();
    EnrollmentServiceGrpc.newStub(connections.next()).enroll(request, new Enrolled(end, token));
  }

  Fleet fleet(Codes codes) {
    return new Fleet(enrolled, codes);
  }

  private byte[] unwrap(byte[] wrapped) throws GeneralSecurityException {
    // By default the JDK's OAEP is that of the API: SHA-1, MGF1 with SHA-1, no label.
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.DECRYPT_MODE, device.getPrivate());
    return cipher.doFinal(wrapped);
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  private final class Created extends Answered<CreateTokenResponse> {
    private final Subscriber subscriber;

    Created(Calls.End end, Subscriber subscriber) {
      super(end);
      this.subscriber = subscriber;
    }

    @Override
    @Nullable String problem(CreateTokenResponse response) {
      try {
        byte[] seed = unwrap(response.getWrappedSeed().toByteArray());
        fresh.add(new BenchToken(response.getTokenId(), subscriber, seed));
        return null;
      } catch (GeneralSecurityException e) {
        return "the seed of token " + response.getTokenId() + " cannot be unwrapped";
      }
    }
  }

  private final class Enrolled extends Answered<EnrollResponse> {
    private final BenchToken token;

    Enrolled(Calls.End end, BenchToken token) {
      super(end);
      this.token = token;
    }

    @Override
    @Nullable String problem(EnrollResponse response) {
      enrolled.add(token);
      return response.getVerdict() == Verdict.VERDICT_ACCEPTED
          ? null
          : "the first code of " + token.id() + " got " + response.getVerdict();
    }
  }
}
