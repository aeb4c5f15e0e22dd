package org.kagiban.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Cosignature;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.tree.TreeHasher;

/** Makes a log in a folder, laid out as an export, one second between events. */
public final class SampleLog {
  public static final String ORIGIN = "kagiban/sample";
  static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

  final Path folder;
  final List<AuditEvent> events = new ArrayList<>();
  private final TestSigner signer;
  private final TileFiles files;
  private final TileWriter writer;
  private final Map<String, Link> chains = new HashMap<>();

  private record Link(long sequence, byte[] hash) {}

  public SampleLog(Path folder, TestSigner signer) {
    this.folder = folder;
    this.signer = signer;
    this.files = TileFiles.quick(folder);
    this.writer = new TileWriter(files);
  }

  /** A log with a start, two tokens, and 300 right codes of the first; published at each step. */
  public static SampleLog ofTwoTokens(Path folder, TestSigner signer) {
    SampleLog log = new SampleLog(folder, signer);
    log.add(EventKind.LOG_STARTED).publish();
    log.token("VSST12345678").token("VSST87654321").publish();
    for (int i = 0; i < 300; i++) {
      log.use("VSST12345678", "ACCEPTED", "r-" + i);
    }
    return log.use("VSST87654321", "WRONG_CODE", "wrong-1").publish();
  }

  /** A token with its seed, enrolled. */
  public SampleLog token(String id) {
    add(about(EventKind.KEY_GENERATED, id).with(EventField.KEY, "seed-" + id));
    add(used(id, "ACCEPTED", "enroll-" + id).with(EventField.OPERATION, "enroll"));
    return add(about(EventKind.TOKEN_ENROLLED, id).with(EventField.SUBSCRIBER, "K-1"));
  }

  public SampleLog use(String token, String verdict, String request) {
    return add(used(token, verdict, request).with(EventField.OPERATION, "verify"));
  }

  private AuditEvent.Builder used(String token, String verdict, String request) {
    return about(EventKind.KEY_USED, token)
        .with(EventField.KEY, "seed-" + token)
        .with(EventField.CALLER, "internet-banking")
        .with(EventField.REQUEST, request)
        .with(EventField.VERDICT, verdict)
        .with(EventField.HMACS, 1);
  }

  private AuditEvent.Builder about(EventKind kind, String token) {
    return event(kind).with(EventField.TOKEN, token).with(EventField.INSTITUTION, "cu");
  }

  /** The next event, without its fields. */
  public AuditEvent.Builder event(EventKind kind) {
    Instant time = START.plusSeconds(events.size());
    return AuditEvent.of(kind, EventId.at(time), time);
  }

  SampleLog add(EventKind kind) {
    return add(event(kind));
  }

  /** With its place in its chain. */
  public SampleLog add(AuditEvent.Builder builder) {
    return add(builder.build());
  }

  /** The same. */
  public SampleLog add(AuditEvent event) {
    String chain = event.chain();
    if (chain == null) {
      return raw(event);
    }
    Link last = chains.get(chain);
    long sequence = last == null ? 1 : last.sequence + 1;
    AuditEvent chained = event.chained(sequence, last == null ? null : last.hash);
    byte[] hash = new TreeHasher().leaf(EventEncoding.encode(chained)).bytes();
    chains.put(chain, new Link(sequence, hash));
    return raw(chained);
  }

  /** As it is. */
  SampleLog raw(AuditEvent event) {
    events.add(event);
    return bytes(EventEncoding.encode(event));
  }

  SampleLog bytes(byte[] entry) {
    try {
      writer.append(entry);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs what is there, and keeps the checkpoint as an export does. */
  public SampleLog publish() {
    try {
      byte[] note = note().encode();
      files.writeCheckpoint(note);
      Files.createDirectories(folder.resolve("checkpoints"));
      Files.write(folder.resolve("checkpoints").resolve(Long.toString(writer.size())), note);
      Files.writeString(vkey(), signer.verifier().vkey() + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the newest checkpoint with a witness's signature, to a file of the folder. */
  void cosign(String file, TestSigner witness) throws IOException {
    SignedNote note = note();
    Files.write(
        folder.resolve(file), note.with(Cosignature.make(note.text(), witness, START)).encode());
  }

  private SignedNote note() throws IOException {
    return SignedNote.sign(new Checkpoint(ORIGIN, writer.size(), writer.publish()).text(), signer);
  }

  Path vkey() {
    return folder.resolve("vkey");
  }

  public long size() {
    return writer.size();
  }
}
