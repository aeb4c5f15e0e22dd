package org.kagiban.app;

import java.util.UUID;
import org.kagiban.cli.Session;
import org.kagiban.otp.Transaction;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.TransactionField;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.v1.VerifyTransactionResponse;

/** Requests as a channel makes them. */
public final class Calls {
  private Calls() {}

  public static Subscriber subscriber(String id) {
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

  public static org.kagiban.v1.Transaction transaction(Transaction transaction) {
    org.kagiban.v1.Transaction.Builder signed = org.kagiban.v1.Transaction.newBuilder();
    for (Transaction.Field field : transaction.fields()) {
      signed.addFields(TransactionField.newBuilder().setName(field.name()).setValue(field.value()));
    }
    return signed.build();
  }

  static VerifyTransactionResponse sign(
      Session session, String subscriberId, String code, Transaction transaction) {
    return session
        .verification()
        .verifyTransaction(
            VerifyTransactionRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setSubject(Subject.newBuilder().setSubscriber(subscriber(subscriberId)))
                .setCode(code)
                .setTransaction(transaction(transaction))
                .build());
  }

  public static EnrollResponse enroll(
      Session session, String subscriberId, String tokenId, String code) {
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
