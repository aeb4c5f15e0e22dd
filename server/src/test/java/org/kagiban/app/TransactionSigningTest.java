package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.demo.DevCaller;
import org.kagiban.otp.Transaction;
import org.kagiban.rpc.Told;
import org.kagiban.v1.TransactionField;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyTransactionRequest;
import org.kagiban.v1.VerifyTransactionResponse;

/** Signed transactions, against SoftHSM and SQLite, over TLS. */
class TransactionSigningTest {
  private static final Transaction PAYMENT = payment("50000 JPY");
  private static final Transaction ALTERED = payment("950000 JPY");

  @TempDir private static Path folder;
  private static RunningServer server;

  private Branch branch;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void enrol() throws Exception {
    branch = new Branch(server);
  }

  private static Transaction payment(String amount) {
    return new Transaction(
        List.of(
            new Transaction.Field("payee", "鍵番信用金庫 普通 1234567 ヤマダ タロウ"),
            new Transaction.Field("amount", amount)));
  }

  private VerifyTransactionRequest request(String code, Transaction transaction) {
    return VerifyTransactionRequest.newBuilder()
        .setRequestId(Branch.id())
        .setSubject(branch.bySubscriber())
        .setCode(code)
        .setTransaction(Calls.transaction(transaction))
        .build();
  }

  private VerifyTransactionResponse verify(String code, Transaction transaction) {
    return branch.verification.verifyTransaction(request(code, transaction));
  }

  @Test
  void verifyTransaction_signature_isAcceptedOnceAndLoggedWithItsHash() throws Exception {
    String code = branch.device.sign(PAYMENT, Device.stepNow());
    VerifyTransactionResponse accepted = verify(code, PAYMENT);
    assertThat(accepted.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(accepted.getTokenId()).isEqualTo(branch.device.tokenId());
    assertThat(accepted.hasDriftSteps()).isTrue();
    VerifyTransactionResponse again = verify(code, PAYMENT);
    assertThat(again.getVerdict()).isEqualTo(Verdict.VERDICT_REPLAYED);
    assertThat(again.getWaitSeconds()).isBetween(1, 60);
    AuditEvent used =
        EventsOf.database(folder.resolve("kagiban.db")).stream()
            .filter(event -> event.id().toString().equals(accepted.getEventId()))
            .findFirst()
            .orElseThrow();
    assertThat(used.kind()).isEqualTo(EventKind.KEY_USED);
    assertThat(used.text(EventField.OPERATION)).isEqualTo("verify-transaction");
    assertThat(used.text(EventField.PURPOSE)).isEqualTo("transfer");
    assertThat(used.bytes(EventField.HASH)).isEqualTo(PAYMENT.hash());
    assertThat(used.number(EventField.HSM_TIME)).isPositive();
  }

  @Test
  void verifyTransaction_alteredAmount_isAWrongCodeAndCounts() throws Exception {
    String code = branch.device.sign(PAYMENT, Device.stepNow());
    VerifyTransactionResponse wrong = verify(code, ALTERED);
    assertThat(wrong.getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
    assertThat(wrong.getAttemptsRemaining()).isEqualTo(9);
    assertThat(branch.verify(branch.device.wrongCode()).getAttemptsRemaining()).isEqualTo(8);
    assertThat(verify(code, PAYMENT).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void verifyTransaction_codeAndSignatureOfOneStep_areBothAcceptedEachWhereItBelongs()
      throws Exception {
    long step = Device.stepNow() + 1;
    String code = branch.device.code(step);
    String signature = branch.device.sign(PAYMENT, step);
    assertThat(verify(code, PAYMENT).getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
    assertThat(branch.verify(signature).getVerdict()).isEqualTo(Verdict.VERDICT_WRONG_CODE);
    assertThat(branch.verify(code).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(verify(signature, PAYMENT).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  void once_sameSignature64TimesAtOnce_isAcceptedExactlyOnce() throws Exception {
    String code = branch.device.sign(PAYMENT, Device.stepNow());
    var stub = VerificationServiceGrpc.newFutureStub(server.as(DevCaller.INTERNET_BANKING));
    List<ListenableFuture<VerifyTransactionResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      answers.add(stub.verifyTransaction(request(code, PAYMENT)));
    }
    List<Verdict> verdicts =
        Futures.allAsList(answers).get().stream()
            .map(VerifyTransactionResponse::getVerdict)
            .toList();
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_ACCEPTED)).isEqualTo(1);
    assertThat(Collections.frequency(verdicts, Verdict.VERDICT_REPLAYED)).isEqualTo(63);
  }

  @Test
  void verifyTransaction_repeatedRequest_getsTheFirstAnswerAlsoAfterARestart() throws Exception {
    VerifyTransactionRequest request =
        request(branch.device.sign(PAYMENT, Device.stepNow()), PAYMENT);
    VerifyTransactionResponse first = branch.verification.verifyTransaction(request);
    assertThat(first.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    server.restart();
    branch.connect();
    assertThat(branch.verification.verifyTransaction(request)).isEqualTo(first);
    VerifyTransactionRequest other =
        request.toBuilder()
            .setTransaction(request(request.getCode(), ALTERED).getTransaction())
            .build();
    assertThat(Told.by(() -> branch.verification.verifyTransaction(other)).reason())
        .isEqualTo("REQUEST_ID_REUSED");
  }

  @Test
  void verifyTransaction_brokenFields_areNamed() {
    VerifyTransactionRequest broken =
        VerifyTransactionRequest.newBuilder()
            .setRequestId(Branch.id())
            .setSubject(branch.bySubscriber())
            .setCode("1234567890")
            .setTransaction(
                org.kagiban.v1.Transaction.newBuilder()
                    .addFields(TransactionField.newBuilder().setName("amount").setValue("1\n2")))
            .build();
    Told told = Told.by(() -> branch.verification.verifyTransaction(broken));
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.violations())
        .containsExactly(
            "code: must be 6 to 8 digits 0-9, as the token shows them",
            "transaction.fields[0]: a field's value must be 1 to 128 characters in Unicode"
                + " normalization form C, without control and invisible characters");
  }
}
