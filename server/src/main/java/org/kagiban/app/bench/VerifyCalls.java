package org.kagiban.app.bench;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** Verify, one token after another. Any verdict but what the code deserves is a problem. */
final class VerifyCalls implements Calls {
  private final Connections connections;
  private final Fleet fleet;
  private final String run = UUID.randomUUID() + "-";
  private final AtomicLong number = new AtomicLong();

  VerifyCalls(Connections connections, Fleet fleet) {
    this.connections = connections;
    this.fleet = fleet;
  }

  @Override
  public void start(End end) {
    BenchToken token = fleet.take();
    String wrong = token.wrongCode(fleet.codes());
    VerifyRequest request =
        VerifyRequest.newBuilder()
            .setRequestId(run + number.getAndIncrement())
            .setSubject(token.subject())
            .setCode(wrong == null ? token.nextCode() : wrong)
            .setPurpose(Purpose.PURPOSE_LOGIN)
            .build();
    // Back before the call ends: what the end starts may need it.
    End andGiveBack =
        problem -> {
          fleet.giveBack(token);
          end.answered(problem);
        };
    VerificationServiceGrpc.newStub(connections.next())
        .verify(request, new Judged(andGiveBack, token, wrong == null));
  }

  private static final class Judged extends Answered<VerifyResponse> {
    private final BenchToken token;
    private final boolean right;

    Judged(End end, BenchToken token, boolean right) {
      super(end);
      this.token = token;
      this.right = right;
    }

    @Override
    @Nullable String problem(VerifyResponse response) {
      Verdict deserved = right ? Verdict.VERDICT_ACCEPTED : Verdict.VERDICT_WRONG_CODE;
      return response.getVerdict() == deserved
          ? null
          : "a "
              + (right ? "right" : "wrong")
              + " code of "
              + token.id()
              + " got "
              + response.getVerdict();
    }
  }
}
