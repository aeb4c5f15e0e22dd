package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import org.kagiban.custody.LoadListener;
import org.kagiban.custody.UploadReport;
import org.kagiban.v1.LoadRefusal;
import org.kagiban.v1.UploadSeedsProgress;
import org.kagiban.v1.UploadSeedsResponse;
import org.kagiban.v1.UploadSeedsSummary;

/** Tells the caller how the check of a seed file goes. */
final class UploadTalk implements LoadListener {
  private final ResponseStream<UploadSeedsResponse> output;
  private final ChunkInput input;

  UploadTalk(ResponseStream<UploadSeedsResponse> output, ChunkInput input) {
    this.output = output;
    this.input = input;
  }

  @Override
  public void refused(long record, String tokenId, String reason, String message) {
    LoadRefusal refusal = refusal(record, tokenId, reason, message);
    output.send(UploadSeedsResponse.newBuilder().setRefusal(refusal).build());
  }

  static LoadRefusal refusal(long record, String tokenId, String reason, String message) {
    return LoadRefusal.newBuilder()
        .setRecord(record)
        .setTokenId(tokenId)
        .setReason(reason)
        .setMessage(message)
        .build();
  }

  @Override
  public void progress(long records) {
    output.send(
        UploadSeedsResponse.newBuilder()
            .setProgress(
                UploadSeedsProgress.newBuilder().setBytes(input.bytes()).setRecords(records))
            .build());
  }

  void summary(UploadReport report, String partition) {
    output.send(
        UploadSeedsResponse.newBuilder()
            .setSummary(
                UploadSeedsSummary.newBuilder()
                    .setSha256(ByteString.copyFrom(HexFormat.of().parseHex(report.sha256())))
                    .setGood(report.good())
                    .setUnchanged(report.unchanged())
                    .setRefused(report.refused())
                    .setEventId(report.event().toString())
                    .setPartition(partition))
            .build());
  }
}
