package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.v1.AuditServiceGrpc;
import org.kagiban.v1.ExportLogHeader;
import org.kagiban.v1.ExportLogRequest;
import org.kagiban.v1.ExportLogResponse;
import org.kagiban.v1.ExportedFile;

/**
 * Takes a copy of the log up to date. Nothing is believed because the server says it: its
 * checkpoint must be signed, must continue each one that the copy saw before, and every file must
 * fit it. One that is cut off is taken up by the next.
 */
final class AuditExport {
  /** A bundle of the largest events, and its frame. */
  private static final int MOST_BYTES = 17 << 20;

  private final AuditExportFolder folder;
  private final AuditTrust trust;
  private final Consumer<String> notes;

  /**
   * @param notes hears what the auditor should know besides
   */
  AuditExport(AuditExportFolder folder, AuditTrust trust, Consumer<String> notes) {
    this.folder = folder;
    this.trust = trust;
    this.notes = notes;
  }

  /**
   * What came of it.
   *
   * @param before events of the copy before
   * @param event the server's event of this export
   */
  record Done(SignedCheckpoint checkpoint, TrustedKeys keys, long before, String event) {}

  /** Where the copy stands. */
  private record Standing(@Nullable SignedCheckpoint known, long finished, long entries) {}

  Done run(Session session, Progress progress) {
    try {
      return copy(session, progress);
    } catch (IOException e) {
      throw AuditExportRefusals.unfit(String.valueOf(e.getMessage()));
    }
  }

  private Done copy(Session session, Progress progress) throws IOException {
    TrustedKeys own = folder.keys(trust);
    Standing standing = standing(own);
    Iterator<ExportLogResponse> answer =
        AuditServiceGrpc.newBlockingStub(session.channel())
            .withMaxInboundMessageSize(MOST_BYTES)
            .exportLog(
                ExportLogRequest.newBuilder()
                    .setFromSize(standing.entries())
                    .setKnownSize(AuditExportFolder.size(standing.known()))
                    .build());
    ExportLogHeader header = header(answer);
    TrustedKeys keys = own == null ? firstKeys(header.getVerifierKey()) : own;
    SignedCheckpoint next = open(keys, header);
    requireSamePast(standing.known(), next, header.getConsistencyList());
    folder.keep(next);
    AuditExportTiles tiles =
        new AuditExportTiles(folder.tiles(), standing.entries(), next.checkpoint());
    Map<String, byte[]> last = receive(answer, tiles, header.getFiles(), progress);
    finish(keys, next, tiles, last);
    return new Done(next, keys, standing.finished(), header.getEventId());
  }

  private Standing standing(@Nullable TrustedKeys keys) {
    if (keys == null) {
      return new Standing(null, 0, 0);
    }
    SignedCheckpoint known = folder.newestKnown(keys);
    long finished = AuditExportFolder.size(folder.checkpoint(keys));
    long entries = folder.entries(finished, AuditExportFolder.size(known));
    return new Standing(known, finished, entries);
  }

  private static ExportLogHeader header(Iterator<ExportLogResponse> answer) {
    if (answer.hasNext()) {
      ExportLogResponse first = answer.next();
      if (first.hasHeader()) {
        return first.getHeader();
      }
    }
    throw AuditExportRefusals.unfit("there is no header");
  }

  private TrustedKeys firstKeys(String text) {
    try {
      VerifierKey key = VerifierKey.parse(text);
      notes.accept(
          "note: no --vkey was given, so this copy believes the key that the server names: %s"
                  .formatted(key.vkey())
              + "\n      compare it with the key ceremony's transcript");
      return trust.with(Set.of(key));
    } catch (IllegalArgumentException e) {
      throw AuditExportRefusals.notTheKey(String.valueOf(e.getMessage()));
    }
  }

  private static SignedCheckpoint open(TrustedKeys keys, ExportLogHeader header) {
    try {
      SignedCheckpoint next =
          keys.withWitnesses(keys.witnesses(), 0).open(header.getCheckpoint().toByteArray());
      if (next.checkpoint().size() == header.getSize()) {
        return next;
      }
    } catch (NoteException e) {
      throw AuditExportRefusals.notTheKey(String.valueOf(e.getMessage()));
    }
    throw AuditExportRefusals.unfit("its checkpoint is of another size than it says");
  }

  /** Before anything is written. */
  private void requireSamePast(
      @Nullable SignedCheckpoint known, SignedCheckpoint next, List<ByteString> proof) {
    if (known == null) {
      return;
    }
    Checkpoint ours = known.checkpoint();
    Checkpoint theirs = next.checkpoint();
    if (theirs.size() < ours.size()) {
      throw AuditExportRefusals.shorter(folder, known, next);
    }
    if (!ConsistencyProof.holds(
        ours.size(), ours.root(), theirs.size(), theirs.root(), hashes(proof))) {
      throw AuditExportRefusals.anotherPast(folder, known, next);
    }
  }

  private static List<Hash> hashes(List<ByteString> proof) {
    List<Hash> hashes = new ArrayList<>();
    for (ByteString hash : proof) {
      if (hash.size() != Hash.SIZE) {
        throw AuditExportRefusals.unfit("its proof has a hash of " + hash.size() + " bytes");
      }
      hashes.add(Hash.of(hash.toByteArray()));
    }
    return hashes;
  }

  /** The files that come after the tiles, by name. */
  private static Map<String, byte[]> receive(
      Iterator<ExportLogResponse> answer, AuditExportTiles tiles, long total, Progress progress)
      throws IOException {
    Map<String, byte[]> last = new TreeMap<>();
    long done = 0;
    progress.at("copying the log", 0, total);
    while (answer.hasNext()) {
      ExportedFile file = answer.next().getFile();
      if (tiles.complete()) {
        last.put(file.getPath(), file.getContent().toByteArray());
      } else {
        tiles.take(file.getPath(), file.getContent().toByteArray());
        done++;
        progress.at("copying the log", done, total);
      }
    }
    return last;
  }

  private void finish(
      TrustedKeys keys, SignedCheckpoint next, AuditExportTiles tiles, Map<String, byte[]> last)
      throws IOException {
    byte @Nullable [] note = last.get(AuditFolder.CHECKPOINT);
    if (!tiles.complete() || !Arrays.equals(note, next.note().encode())) {
      throw AuditExportRefusals.unfit("it ended before its checkpoint");
    }
    byte @Nullable [] cosigned = last.get(AuditFolder.COSIGNED);
    if (cosigned != null) {
      requireBeginning(tiles.tree(), next, reopen(keys, cosigned));
    }
    folder.finish(keys, cosigned, next);
  }

  private static SignedCheckpoint reopen(TrustedKeys keys, byte[] note) {
    try {
      return keys.withWitnesses(keys.witnesses(), 0).open(note);
    } catch (NoteException e) {
      throw AuditExportRefusals.notTheKey(String.valueOf(e.getMessage()));
    }
  }

  /** The checkpoint that witnesses signed is one of this log. */
  private void requireBeginning(TileReader tree, SignedCheckpoint next, SignedCheckpoint cosigned)
      throws IOException {
    Checkpoint old = cosigned.checkpoint();
    Checkpoint now = next.checkpoint();
    if (old.size() > now.size()) {
      throw AuditExportRefusals.unfit("its cosigned checkpoint is of a larger log");
    }
    List<Hash> proof = ConsistencyProof.make(tree, old.size(), now.size());
    if (!ConsistencyProof.holds(old.size(), old.root(), now.size(), now.root(), proof)) {
      throw AuditExportRefusals.anotherPast(folder, cosigned, next);
    }
  }
}
