package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.proof.TlogProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kagiban audit export}. */
@Command(
    name = "export",
    description = {
      "Copy the log into a folder, or take a copy up to date: only what is new comes.",
      "The server's checkpoint must continue the copy's own, and every file must fit it, before"
          + " anything is replaced. What was cut off is taken up by the same command."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:the copy is up to date",
      "1:the server shows another past, or signs with another key; the copy is as before",
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    footerHeading = "%nExample:%n",
    footer = "  kagiban audit export log-copy --connect auditor.yaml --vkey log.vkey",
    mixinStandardHelpOptions = true)
final class AuditExportCommand extends ClientCommand {
  private static final String PROOFS = "proofs/";

  @Parameters(paramLabel = "DIR", description = "The copy's folder; made where it is not there.")
  private Path path = Path.of("");

  @Mixin private AuditTrust trust = new AuditTrust();

  @Option(
      names = "--event",
      paramLabel = "ID",
      description = "Also write the proof of this event to DIR/proofs/ID.tlog-proof. Repeatable.")
  private List<String> events = List.of();

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  int run(Session session, Output output) {
    AuditExportFolder folder = AuditExportFolder.open(path);
    AuditExport export = new AuditExport(folder, trust, this::note);
    AuditExport.Done done;
    try (RunProgress progress = RunProgress.of(output.json())) {
      done = export.run(session, progress);
    }
    List<String> proofs = proofs(folder, done);
    output.line(output.json() ? AuditJson.of(json(done, proofs)) : text(done, proofs));
    return Exit.OK;
  }

  private void note(String line) {
    spec.commandLine().getErr().println(line);
  }

  private List<String> proofs(AuditExportFolder folder, AuditExport.Done done) {
    List<String> written = new ArrayList<>();
    if (events.isEmpty()) {
      return written;
    }
    try {
      LogReader log = LogReader.open(folder.tiles(), done.checkpoint());
      for (String event : events) {
        TlogProof proof = log.prove(AuditPlace.id(log, event));
        String name = PROOFS + event + TlogProof.EXTENSION;
        folder.write(name, proof.encode());
        written.add(name);
      }
      return written;
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  private Map<String, Object> json(AuditExport.Done done, List<String> proofs) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", path.toString());
    json.put("origin", done.checkpoint().checkpoint().origin());
    json.put("size", done.checkpoint().checkpoint().size());
    json.put("root", done.checkpoint().checkpoint().root().base64());
    json.put("before", done.before());
    json.put("eventId", done.event());
    json.put("proofs", proofs);
    return json;
  }

  private String text(AuditExport.Done done, List<String> proofs) {
    long size = done.checkpoint().checkpoint().size();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %,d events of %s, %,d of them new"
            .formatted(
                path,
                size,
                AuditEventText.safe(done.checkpoint().checkpoint().origin()),
                size - done.before()));
    proofs.forEach(proof -> text.append(System.lineSeparator()).append("  ").append(proof));
    return text.append(System.lineSeparator())
        .append("check it with 'kagiban audit verify %s --vkey ...'".formatted(path))
        .toString();
  }
}
