package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.time.Clock;
import java.util.Iterator;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.FinishCeremonyRequest;
import org.kagiban.v1.RunCeremonyProgress;
import org.kagiban.v1.RunCeremonyRequest;
import org.kagiban.v1.RunCeremonyResponse;

/** Has a ceremony begun, and follows it to its end. */
final class Running {
  private final Session session;
  private final Output output;
  private final RefusalReport refusals;
  private final Clock clock;

  Running(Session session, Output output, RefusalReport refusals, Clock clock) {
    this.session = session;
    this.output = output;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * Begins it, and waits while the server performs it, however long that takes.
   *
   * @param request what the run brings along; id and signature are added here
   * @return the ceremony as it stands at the end
   */
  Ceremony inServer(FetchedCeremony fetched, RunCeremonyRequest.Builder request) {
    Signing signing = Signing.with(session.connectFile(), clock);
    request
        .setCeremonyId(fetched.id().toString())
        .setSignature(signing.sign(Act.RUN, fetched.id(), fetched.hash()));
    Iterator<RunCeremonyResponse> answers =
        CeremonyServiceGrpc.newBlockingStub(session.channel()).runCeremony(request.build());
    try (RunProgress progress = RunProgress.of(output.json())) {
      while (answers.hasNext()) {
        RunCeremonyResponse answer = answers.next();
        if (answer.hasCeremony()) {
          return answer.getCeremony();
        }
        take(answer, progress);
      }
    }
    throw new CliException(
        Exit.FAULT,
        "the server ended without saying how the ceremony stands; see kagiban ceremony show "
            + fetched.id());
  }

  private void take(RunCeremonyResponse answer, RunProgress progress) {
    if (answer.hasRefusal()) {
      refusals.refused(answer.getRefusal());
    } else if (answer.hasProgress()) {
      RunCeremonyProgress at = answer.getProgress();
      progress.at(at.getStep(), at.getDone(), at.getTotal());
    }
  }

  /** Reports what was done at the HSM. */
  Ceremony finish(FetchedCeremony fetched, byte[] outcome) {
    Signing signing = Signing.with(session.connectFile(), clock);
    return session
        .ceremonies()
        .finishCeremony(
            FinishCeremonyRequest.newBuilder()
                .setCeremonyId(fetched.id().toString())
                .setOutcome(ByteString.copyFrom(outcome))
                .setSignature(signing.sign(Act.FINISH, fetched.id(), Sha256.of(outcome)))
                .build())
        .getCeremony();
  }
}
