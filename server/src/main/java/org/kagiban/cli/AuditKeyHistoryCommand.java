package org.kagiban.cli;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.log.LogReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kagiban audit key-history}. */
@Command(
    name = "key-history",
    description = {
      "Show all that happened to one key, in order, and whether its chain of events is whole.",
      "Every event of a key has its number in the key's own chain and the hash of the one before;"
          + " a '-' stands before what only names the key, such as a refused request."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:the chain is whole",
      "1:it is not, the log has no such key, or the log does not fit its checkpoint",
      "2:no log or no key to check it with"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kagiban audit key-history export VSST12345678 --vkey log.vkey",
      "  kagiban audit key-history export kagiban-kek"
    },
    mixinStandardHelpOptions = true)
final class AuditKeyHistoryCommand implements Callable<Integer> {
  @Mixin private AuditSource source = new AuditSource();

  @Parameters(
      index = "1",
      paramLabel = "KEY|TOKEN",
      description = "A key's label, or a Token ID for the seed of that token.")
  private String name = "";

  // A chain that has events about this key: a seed's are in the chain of its token.
  private @Nullable String other;

  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    times.zone();
    LogReader log = source.reader(output);
    AuditChain chain = new AuditChain();
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    try (RunProgress progress = RunProgress.of(true)) {
      AuditScan scan = new AuditScan(log, progress);
      scan.run(
          0,
          log.size(),
          (index, event, at) -> {
            if (event.is(EventField.TOKEN, wanted) || event.is(EventField.KEY, wanted)) {
              show(index, at, chain);
            }
            return true;
          });
      scan.complain(output);
    }
    return end(chain);
  }

  private void show(long index, AuditScan.Entry at, AuditChain chain) {
    AuditEvent event = at.event();
    String owner = event.chain();
    boolean linked = name.equals(owner);
    if (!linked && owner != null) {
      other = owner;
    }
    String problem = linked ? chain.add(index, event, at.bytes()) : null;
    output.answer(
        () -> json(index, event, linked, problem), () -> text(index, event, linked, problem));
  }

  private String text(long index, AuditEvent event, boolean linked, @Nullable String problem) {
    Long sequence = linked ? event.number(EventField.SEQUENCE) : null;
    String place = sequence == null ? "-" : sequence.toString();
    String line = "%s  event %s".formatted(place, AuditEventText.line(index, event, times));
    return problem == null ? line : line + System.lineSeparator() + "  BROKEN: " + problem;
  }

  private static Map<String, Object> json(
      long index, AuditEvent event, boolean linked, @Nullable String problem) {
    Map<String, Object> json = new LinkedHashMap<>(AuditEventText.json(index, event));
    json.put("inChain", linked);
    if (problem != null) {
      json.put("problem", problem);
    }
    return json;
  }

  private int end(AuditChain chain) {
    boolean whole = chain.breaks() == 0 && chain.events() > 0;
    output.answer(
        () -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("chain", name);
          json.put("events", chain.events());
          json.put("whole", whole);
          json.put("breaks", chain.breaks());
          return json;
        },
        () -> AuditEventText.safe(name) + ": " + words(chain));
    return whole ? Exit.OK : Exit.FINDINGS;
  }

  private String words(AuditChain chain) {
    String elsewhere = other;
    return chain.events() > 0 || elsewhere == null
        ? chain.words()
        : "it has no chain of its own; look at that of " + AuditEventText.safe(elsewhere);
  }
}
