package org.kagiban.app;

import java.util.UUID;
import org.kagiban.cli.Session;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** Requests as a channel makes them. */
final class Calls {
  private Calls() {}

  static Subscriber subscriber(String id) {
    return Subscriber.newBuilder()
        .setInstitution(LiveServer.INSTITUTION)
        .setSubscriberId(id)
        .build();
  }

  static VerifyRequest verify(String subscriberId, String code) {
    return VerifyRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .setSubject(Subject.newBuilder().setSubscriber(subscriber(subscriberId)))
        .setCode(code)
        .setPurpose(Purpose.PURPOSE_LOGIN)
        .build();
  }

  static VerifyResponse verify(Session session, String subscriberId, String code) {
    return session.verification().verify(verify(subscriberId, code));
  }

  static EnrollResponse enroll(Session session, String subscriberId, String tokenId, String code) {
    return session
        .enrollment()
        .enroll(
            EnrollRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setSubscriber(subscriber(subscriberId))
                .setTokenId(tokenId)
                .setCode(code)
                .build());
  }
}
