package org.kagiban.cli;

import org.jspecify.annotations.Nullable;
import org.kagiban.otp.Transaction;
import org.kagiban.v1.TransactionField;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.v1.VerifyTransactionResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban verify-transaction}. */
@Command(
    name = "verify-transaction",
    description = "Check a transaction's signature, once. Exit code 0 if accepted, 1 if not.",
    mixinStandardHelpOptions = true)
final class VerifyTransactionCommand extends RequestCommand {
  @Mixin private SubjectOptions subject = new SubjectOptions();

  @Mixin private TransactionOptions transaction = new TransactionOptions();

  @Option(names = "--code", paramLabel = "CODE", description = "Asked for where left out.")
  private @Nullable String code;

  private VerifyTransactionRequest request = VerifyTransactionRequest.getDefaultInstance();

  @Override
  void check() {
    org.kagiban.v1.Transaction.Builder signed = org.kagiban.v1.Transaction.newBuilder();
    for (Transaction.Field field : transaction.transaction().fields()) {
      signed.addFields(TransactionField.newBuilder().setName(field.name()).setValue(field.value()));
    }
    request =
        VerifyTransactionRequest.newBuilder()
            .setRequestId(requestId())
            .setSubject(subject.subject())
            .setTransaction(signed)
            .setCode(CodeOption.given("--code", code))
            .build();
  }

  @Override
  int run(Session session, Output output) {
    VerifyTransactionResponse response = session.verification().verifyTransaction(request);
    return output.verdict(response, VerdictView.of(response));
  }
}
