package org.kagiban.rpc;

import org.kagiban.custody.LoadListener;
import org.kagiban.custody.LoadSummary;
import org.kagiban.v1.LoadSeedsProgress;
import org.kagiban.v1.LoadSeedsRefusal;
import org.kagiban.v1.LoadSeedsResponse;
import org.kagiban.v1.LoadSeedsSummary;

/** Tells the caller how a load goes. */
final class LoadReport implements LoadListener {
  private final LoadOutput output;
  private final ChunkInput input;

  LoadReport(LoadOutput output, ChunkInput input) {
    this.output = output;
    this.input = input;
  }

  @Override
  public void refused(long record, String tokenId, String reason, String message) {
    output.send(
        LoadSeedsResponse.newBuilder()
            .setRefusal(
                LoadSeedsRefusal.newBuilder()
                    .setRecord(record)
                    .setTokenId(tokenId)
                    .setReason(reason)
                    .setMessage(message))
            .build());
  }

  @Override
  public void progress(long records) {
    output.send(
        LoadSeedsResponse.newBuilder()
            .setProgress(LoadSeedsProgress.newBuilder().setBytes(input.bytes()).setRecords(records))
            .build());
  }

  void summary(LoadSummary summary) {
    output.send(
        LoadSeedsResponse.newBuilder()
            .setSummary(
                LoadSeedsSummary.newBuilder()
                    .setLoaded(summary.loaded())
                    .setUnchanged(summary.unchanged())
                    .setRefused(summary.refused())
                    .setEventId(summary.event().toString()))
            .build());
  }
}
