package org.kagiban.rpc;

import java.util.concurrent.CancellationException;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.v1.RunCeremonyProgress;
import org.kagiban.v1.RunCeremonyResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a caller how a ceremony goes, and goes silent when the caller has gone: the ceremony does
 * not end for that. For the performing thread.
 */
final class RunTalk implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(RunTalk.class);

  private final CeremonyId id;
  private final ResponseStream<RunCeremonyResponse> output;
  private boolean gone;

  RunTalk(CeremonyId id, ResponseStream<RunCeremonyResponse> output) {
    this.id = id;
    this.output = output;
  }

  /** Not waited for: the next one says as much. */
  @Override
  public void progress(String step, long done, long total) {
    if (!gone) {
      output.sendIfReady(
          RunCeremonyResponse.newBuilder()
              .setProgress(
                  RunCeremonyProgress.newBuilder().setStep(step).setDone(done).setTotal(total))
              .build());
    }
  }

  @Override
  public void refused(long record, String tokenId, String reason, String message) {
    if (gone) {
      return;
    }
    try {
      output.send(
          RunCeremonyResponse.newBuilder()
              .setRefusal(UploadTalk.refusal(record, tokenId, reason, message))
              .build());
    } catch (CancellationException e) {
      gone = true;
      LOG.info("nobody listens to ceremony {} any more; it goes on", id);
    }
  }
}
