package org.kagiban.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.proof.TlogProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban audit check}. Needs no server and no log, only the file and the key. */
@Command(
    name = "check",
    description = {
      "Check the proof of one event (c2sp.org/tlog-proof), and show the event.",
      "A proof is from 'kagiban audit prove', or from the bank."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:the log has this event at this place",
      "1:the proof does not hold",
      "2:a file is missing or is no proof, or the key is no key"
    },
    footerHeading = "%nExample:%n",
    footer = "  kagiban audit check event-17.tlog-proof --vkey log.vkey",
    mixinStandardHelpOptions = true)
final class AuditCheckCommand implements Callable<Integer> {
  private static final int MAX = 2 << 20;

  @Parameters(paramLabel = "PROOF", description = "The proof's file.")
  private Path file = Path.of("");

  @Mixin private AuditTrust trust = new AuditTrust();

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "The event's own bytes, where the proof does not carry them.")
  private @Nullable Path entryFile;

  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    times.zone();
    TlogProof proof = parse();
    byte[] entry = entry(proof);
    try {
      SignedCheckpoint signed = proof.verify(trust.required(), entry);
      return show(proof.index(), entry, signed);
    } catch (NoteException e) {
      String why = AuditFaults.why(e);
      output.answer(
          () -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("holds", false);
            json.put("problem", why);
            return json;
          },
          () -> "the proof does NOT hold: " + why);
      return Exit.FINDINGS;
    }
  }

  private int show(long index, byte[] entry, SignedCheckpoint signed) {
    AuditEvent event = AuditScan.decode(entry);
    output.answer(
        () -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("holds", true);
          json.put("origin", signed.checkpoint().origin());
          json.put("size", signed.checkpoint().size());
          json.put("witnesses", AuditTrust.names(signed));
          json.put("event", event == null ? null : AuditEventText.json(index, event));
          return json;
        },
        () ->
            "the proof holds: %s had %,d events, and this is one of them%n%s%n%s"
                .formatted(
                    AuditEventText.safe(signed.checkpoint().origin()),
                    signed.checkpoint().size(),
                    AuditTrust.witnessLine(signed),
                    event == null
                        ? AuditEventText.unknown(index, entry)
                        : AuditEventText.full(index, event, times)));
    return Exit.OK;
  }

  private TlogProof parse() {
    try {
      return TlogProof.parse(AuditFaults.read(file, MAX));
    } catch (NoteException e) {
      throw new CliException(
          Exit.USAGE, "%s is no proof: %s".formatted(file, AuditFaults.why(e)), e);
    }
  }

  private byte[] entry(TlogProof proof) {
    if (entryFile != null) {
      return AuditFaults.read(entryFile, MAX);
    }
    byte[] extra = proof.extra();
    if (extra == null) {
      throw CliException.usage("this proof does not carry its event; give it with --entry FILE");
    }
    return extra;
  }
}
