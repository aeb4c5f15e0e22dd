package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kagiban.audit.file.CosignedFiles;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.witness.TreeHead;
import org.kagiban.audit.witness.WitnessJournal;
import org.kagiban.yaml.VisibleText;

/** A line for each checkpoint; and a fork's two notes in a folder. Thread-safe. */
final class AuditWitnessJournal implements WitnessJournal {
  private final AuditOutput output;
  private final Path folder;
  private final CosignedFiles forks;
  private final Clock clock;

  AuditWitnessJournal(AuditOutput output, Path folder, Clock clock) {
    this.output = output;
    this.folder = folder;
    this.forks = new CosignedFiles(folder);
    this.clock = clock;
  }

  @Override
  public void cosigned(Checkpoint checkpoint) {
    say("cosigned", checkpoint, "");
  }

  @Override
  public void unproved(Checkpoint checkpoint, TreeHead last) {
    say(
        "refused",
        checkpoint,
        "it was not proved to continue size " + last.size() + ", which was cosigned");
  }

  @Override
  public void forked(SignedNote known, SignedNote other) throws IOException {
    Checkpoint checkpoint = checkpoint(other);
    String name = "size-" + checkpoint.size() + "-" + hex(checkpoint.origin());
    Files.createDirectories(folder);
    forks.keepDispute(name, other.encode(), known.encode());
    say(
        "FORKED",
        checkpoint,
        "the log signed another tree of this size; both are in "
            + folder.resolve("disputes").resolve(name));
  }

  private void say(String what, Checkpoint checkpoint, String more) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    object.put("event", what);
    object.put("log", checkpoint.origin());
    object.put("size", checkpoint.size());
    object.put("root", checkpoint.root().base64());
    if (!more.isEmpty()) {
      object.put("detail", more);
    }
    output.answer(
        () -> object,
        () ->
            "%s %s %s size %d%s"
                .formatted(
                    object.get("time"),
                    what,
                    VisibleText.of(checkpoint.origin()),
                    checkpoint.size(),
                    more.isEmpty() ? "" : ": " + more));
  }

  private static String hex(String origin) {
    return Integer.toHexString(origin.hashCode());
  }

  private static Checkpoint checkpoint(SignedNote note) {
    try {
      return Checkpoint.parse(note.text());
    } catch (NoteException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
