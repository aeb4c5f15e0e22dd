package org.kagiban.cli;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.ConfigException;
import picocli.CommandLine.Option;

/** Where transcripts of ceremonies lie, and whose certificates count in them. */
public final class TranscriptOptions {
  /** Files of the folder that are looked at. */
  static final int MOST = 1000;

  @Option(
      names = "--transcripts",
      paramLabel = "DIR3",
      description =
          "A folder of transcripts to show and check, from 'kagiban ceremony show ID --transcript"
              + " --out FILE'.")
  private @Nullable Path folder;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "PEM: the authorities that issue custodians' certificates. Transcripts are checked"
              + " against them; without it they are shown unchecked.")
  private @Nullable Path ca;

  @Option(
      names = "--approvals",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many approvals a ceremony takes at least besides the proposer. Default:"
              + " ${DEFAULT-VALUE}.")
  private int approvals = 1;

  private @Nullable TranscriptTrust trust;

  /** What one file of the folder is: a transcript, or why it is none. */
  public record Entry(String name, @Nullable TranscriptPaper paper, String problem) {}

  /**
   * Reads the authorities; before anything else here.
   *
   * @throws CliException (usage) where there are none in the file, or the folder is none
   */
  public void open() {
    trust = ca == null ? null : TranscriptTrust.read(ca, approvals);
    if (folder != null && !Files.isDirectory(folder)) {
      throw CliException.usage("--transcripts: there is no folder " + folder);
    }
  }

  /** Whose certificates count, in one line; null where nobody said. */
  public @Nullable String authorities() {
    return trust == null ? null : trust.words();
  }

  /** Whether a folder was given. */
  public boolean given() {
    return folder != null;
  }

  /** The folder's files as they are now, by name, at most {@value #MOST}; hidden ones are not. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    if (folder != null) {
      for (Path file : AuditFolder.files(folder)) {
        String name = Objects.toString(file.getFileName());
        if (entries.size() < MOST && !name.startsWith(".")) {
          entries.add(entry(name, file));
        }
      }
    }
    return entries;
  }

  private Entry entry(String name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(TranscriptTrust.MAX + 1);
      return new Entry(name, TranscriptPaper.read(name, bytes, trust), "");
    } catch (ConfigException e) {
      return new Entry(name, null, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Entry(name, null, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * The transcript as the server tells it now.
   *
   * @throws CliException where the server has no such ceremony, cannot be asked, or answers what
   *     does not fit together
   */
  public TranscriptPaper fetch(Session session, String id) {
    try {
      FetchedCeremony fetched = CeremonyFetch.of(session, id);
      ByteString transcript = fetched.ceremony().getTranscriptBytes();
      TranscriptPaper paper =
          TranscriptPaper.read(session.target(), transcript.toByteArray(), trust);
      if (!paper.ceremony().equals(fetched.id().toString())
          || !paper.fileHash().equals(fetched.hex())) {
        throw new CliException(
            Exit.FINDINGS, "the server's transcript is not of the ceremony that it tells");
      }
      return paper;
    } catch (StatusRuntimeException e) {
      throw Faults.explain(e, session.target());
    } catch (ConfigException e) {
      throw new CliException(
          Exit.FINDINGS, "what the server tells is no transcript:\n" + e.getMessage(), e);
    }
  }
}
