package org.kagiban.audit.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.MemoryTiles;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHasher;

/** A signed log in memory: events with their chains, tiles, checkpoint. */
record TestLog(List<byte[]> entries, MemoryTiles tiles, SignedCheckpoint checkpoint) {
  static final String ORIGIN = "kagiban.example/audit";
  static final TestSigner SIGNER = TestSigner.of(ORIGIN);

  /** Of events whose chains this makes, as an operator with the signing key can. */
  static TestLog of(List<AuditEvent> events) throws IOException {
    return ofEntries(chained(events));
  }

  static TestLog ofEntries(List<byte[]> entries) throws IOException {
    MemoryTiles tiles = new MemoryTiles();
    TileWriter writer = new TileWriter(tiles);
    for (byte[] entry : entries) {
      writer.append(entry);
    }
    return new TestLog(entries, tiles, sign(entries.size(), writer.publish(), SIGNER));
  }

  static List<byte[]> chained(List<AuditEvent> events) {
    Map<String, Long> sequences = new HashMap<>();
    Map<String, byte[]> heads = new HashMap<>();
    List<byte[]> entries = new ArrayList<>();
    for (AuditEvent event : events) {
      String chain = event.chain();
      if (chain == null) {
        entries.add(EventEncoding.encode(event));
        continue;
      }
      long sequence = sequences.merge(chain, 1L, Long::sum);
      byte[] entry = EventEncoding.encode(event.chained(sequence, heads.get(chain)));
      heads.put(chain, new TreeHasher().leaf(entry).bytes());
      entries.add(entry);
    }
    return entries;
  }

  static SignedCheckpoint sign(long size, Hash root, TestSigner signer) {
    try {
      SignedNote note = SignedNote.sign(new Checkpoint(ORIGIN, size, root).text(), signer);
      return TrustedKeys.of(signer.verifier()).open(note.encode());
    } catch (NoteException e) {
      throw new IllegalStateException(e);
    }
  }

  Report verify() throws IOException {
    return verify(tiles);
  }

  /** With other tiles under the same checkpoint. */
  Report verify(MemoryTiles others) throws IOException {
    return new LogVerifier(others, checkpoint).verify(read -> {});
  }

  /** A copy whose tiles can be tampered with. */
  MemoryTiles copy() {
    MemoryTiles copy = new MemoryTiles();
    copy.files.putAll(tiles.files);
    return copy;
  }

  /** The bytes of a bundle with these entries. */
  static byte[] bundle(List<byte[]> entries) {
    int size = entries.stream().mapToInt(entry -> 2 + entry.length).sum();
    ByteBuffer bundle = ByteBuffer.allocate(size);
    entries.forEach(entry -> bundle.putShort((short) entry.length).put(entry));
    return bundle.array();
  }
}
