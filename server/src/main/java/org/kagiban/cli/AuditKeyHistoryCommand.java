package org.kagiban.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.verify.Finding;
import org.kagiban.audit.verify.KeyHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kagiban audit key-history}. */
@Command(
    name = "key-history",
    description = {
      "Show all that happened to one key, in order, and whether its chain of events is whole.",
      "Every event of a key has its number in the key's own chain and the hash of the one before:"
          + " nothing can be left out."
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

  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    times.zone();
    AuditFolder folder = source.open(output);
    long[] events = {0};
    List<Finding> breaks = read(folder, events);
    boolean whole = breaks.isEmpty() && events[0] > 0;
    output.answer(
        () -> json(whole, events[0], breaks), () -> AuditFindings.chain(name, events[0], breaks));
    return whole ? Exit.OK : Exit.FINDINGS;
  }

  private List<Finding> read(AuditFolder folder, long[] events) {
    SignedCheckpoint checkpoint = folder.witnessed();
    long all = checkpoint.checkpoint().size();
    try (RunProgress progress = RunProgress.of(output.json())) {
      return KeyHistory.read(
          folder.tiles(),
          checkpoint,
          name,
          (index, event) -> {
            events[0]++;
            show(index, event);
          },
          read -> progress.at("reading", read, all));
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  private void show(long index, AuditEvent event) {
    Long sequence = event.number(EventField.SEQUENCE);
    output.answer(
        () -> AuditEventText.json(index, event),
        () ->
            "%s  event %s"
                .formatted(
                    sequence == null ? "-" : sequence, AuditEventText.line(index, event, times)));
  }

  private Map<String, Object> json(boolean whole, long events, List<Finding> breaks) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("chain", name);
    json.put("events", events);
    json.put("whole", whole);
    json.put("findings", breaks.stream().map(f -> AuditFindings.json(f, null)).toList());
    return json;
  }
}
