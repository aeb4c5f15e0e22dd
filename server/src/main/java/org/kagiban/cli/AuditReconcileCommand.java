package org.kagiban.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kagiban.audit.reconcile.Difference;
import org.kagiban.audit.reconcile.Reconciliation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kagiban audit reconcile}. */
@Command(
    name = "reconcile",
    description = {
      "Compare what the HSM partition and the database hold with what the log says there must be.",
      "Takes the copy of the log in DIR up to date, asks the server for an inventory, and compares"
          + " on this machine. What the server says of its HSM is its word; what the log says is"
          + " verified.",
      "Finds: what is there and was never logged, what is missing, attributes that are not as"
          + " logged, other keys under a known name, seeds under another KEK, what was logged as"
          + " destroyed and is there."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:everything is as the log says",
      "1:findings; or the server shows another past",
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    footerHeading = "%nExample:%n",
    footer = "  kagiban audit reconcile log-copy --connect auditor.yaml --deep",
    mixinStandardHelpOptions = true)
final class AuditReconcileCommand extends ClientCommand {
  @Parameters(paramLabel = "DIR", description = "The copy's folder; made where it is not there.")
  private Path path = Path.of("");

  @Mixin private AuditTrust trust = new AuditTrust();

  @Option(
      names = "--deep",
      description =
          "Also unwrap every seed that rests in the database, in the HSM, for its check value.")
  private boolean deep;

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  int run(Session session, Output output) {
    AuditCopy copy = new AuditCopy(path, trust, spec.commandLine().getErr()::println);
    Reconciliation.Result result;
    try (RunProgress progress = RunProgress.of(output.json())) {
      result = copy.reconcile(session, deep, progress);
    }
    print(result, output);
    return result.clean() ? Exit.OK : Exit.FINDINGS;
  }

  private static void print(Reconciliation.Result result, Output output) {
    if (output.json()) {
      result.differences().forEach(one -> output.line(AuditJson.of(json(one))));
      output.line(AuditJson.of(summary(result)));
      return;
    }
    output.line(AuditReconcileText.of(result));
  }

  private static Map<String, Object> json(Difference one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", one.kind());
    json.put("where", one.where());
    json.put("key", one.key());
    json.put("attribute", one.attribute());
    json.put("logged", one.logged());
    json.put("found", one.found());
    json.put("index", one.index() < 0 ? null : one.index());
    json.put("text", one.text());
    return json;
  }

  private static Map<String, Object> summary(Reconciliation.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("clean", result.clean());
    json.put("compared", result.items());
    json.put("unsettled", result.unsettled());
    json.put("findings", result.all());
    return json;
  }
}
