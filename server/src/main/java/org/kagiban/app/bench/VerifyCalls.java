package org.kagiban.app.bench;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** Verify of right codes, one token after another. Any verdict but ACCEPTED is a problem. */
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
    VerifyRequest request =
        VerifyRequest.newBuilder()
            .setRequestId(run + number.getAndIncrement())
            .setSubject(token.subject())
            .setCode(token.nextCode())
            .setPurpose(Purpose.PURPOSE_LOGIN)
            .build();
    // Back before the call ends: what the end starts may need it.
    End andGiveBack =
        problem -> {
          fleet.giveBack(token);
          end.answered(problem);
        };
    VerificationServiceGrpc.newStub(connections.next())
        .verify(request, new Accepted(andGiveBack, token));
  }

  private static final class Accepted extends Answered<VerifyResponse> {
    private final BenchToken token;

    Accepted(End end, BenchToken token) {
      super(end);
      this.token = token;
    }

    @Override
    @Nullable String problem(VerifyResponse response) {
      return response.getVerdict() == Verdict.VERDICT_ACCEPTED
          ? null
          : "a right code of " + token.id() + " got " + response.getVerdict();
    }
  }
}
