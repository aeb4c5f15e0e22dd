package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventId;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.log.LogView;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.tile.CopyOrder;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tile.WholeTiles;
import org.kagiban.audit.tree.Hash;
import org.kagiban.v1.ExportLogHeader;
import org.kagiban.v1.ExportLogRequest;
import org.kagiban.v1.ExportLogResponse;
import org.kagiban.v1.ExportedFile;

/** Sends what a copy of the log lacks, one file at a time. Of one call. */
final class LogExport {
  private final LogView log;
  private final AuditEvents events;
  private final KnownCaller caller;
  private final ResponseStream<ExportLogResponse> output;

  LogExport(
      LogView log,
      AuditEvents events,
      KnownCaller caller,
      ResponseStream<ExportLogResponse> output) {
    this.log = log;
    this.events = events;
    this.caller = caller;
    this.output = output;
  }

  void send(ExportLogRequest request) throws IOException {
    // Before the checkpoint, so that it is of no larger log.
    byte[] cosigned = log.cosigned();
    SignedCheckpoint checkpoint = log.awaitCommitted(EventLookup.PATIENCE);
    if (checkpoint == null) {
      throw AuditFaults.notSigned();
    }
    long from = request.getFromSize();
    long size = checkpoint.checkpoint().size();
    ExportLogHeader.Builder header =
        ExportLogHeader.newBuilder()
            .setSize(size)
            .setCheckpoint(ByteString.copyFrom(checkpoint.note().encode()))
            .setVerifierKey(key());
    if (size < from || size < request.getKnownSize()) {
      output.send(ExportLogResponse.newBuilder().setHeader(header).build());
      return;
    }
    for (Hash hash : LogReader.open(log.tiles(), checkpoint).consistency(request.getKnownSize())) {
      header.addConsistency(ByteString.copyFrom(hash.bytes()));
    }
    EventId event = AuditThreads.join(events.exported(caller, from, size));
    header.setEventId(event.toString()).setFiles(CopyOrder.count(from, size));
    output.send(ExportLogResponse.newBuilder().setHeader(header).build());
    files(from, checkpoint, cosigned);
  }

  private String key() throws IOException {
    String key = log.verifierKey();
    if (key == null) {
      throw AuditFaults.notSigned();
    }
    return key;
  }

  private void files(long from, SignedCheckpoint checkpoint, byte @Nullable [] cosigned)
      throws IOException {
    TileSource tiles = log.tiles();
    CopyOrder order = new CopyOrder(from, checkpoint.checkpoint().size());
    while (order.hasNext()) {
      Tile tile = order.next();
      file(tile.path(), WholeTiles.read(tiles, tile));
    }
    file("vkey", (key() + "\n").getBytes(StandardCharsets.UTF_8));
    if (cosigned != null) {
      file("cosigned", cosigned);
    }
    file("checkpoint", checkpoint.note().encode());
  }

  /** The array is nobody else's to change, so it need not be copied. */
  private void file(String path, byte[] content) {
    output.send(
        ExportLogResponse.newBuilder()
            .setFile(
                ExportedFile.newBuilder()
                    .setPath(path)
                    .setContent(UnsafeByteOperations.unsafeWrap(content)))
            .build());
  }
}
