package org.kagiban.cli;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.log.LogReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kagiban audit show}. */
@Command(
    name = "show",
    description = "Show one event with all it says, checked against the signed checkpoint.",
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:shown",
      "1:there is no such event, or the log does not fit its checkpoint",
      "2:no log, no key, or not an index or event id"
    },
    footerHeading = "%nExample:%n",
    footer = "  kagiban audit show export 1234 --vkey log.vkey",
    mixinStandardHelpOptions = true)
final class AuditShowCommand implements Callable<Integer> {
  @Mixin private AuditSource source = new AuditSource();

  @Parameters(
      index = "1",
      paramLabel = "INDEX|ID",
      description = "The event's place in the log, from 0, or its id.")
  private String place = "";

  @Mixin private AuditTimes times = new AuditTimes();
  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    times.zone();
    LogReader log = source.reader(output);
    long index = AuditPlace.find(log, place);
    byte[] entry = AuditPlace.entry(log, index);
    AuditEvent event = AuditScan.decode(entry);
    output.answer(
        () -> event == null ? raw(index, entry) : AuditEventText.json(index, event),
        () -> text(index, entry, event));
    return Exit.OK;
  }

  private String text(long index, byte[] entry, @Nullable AuditEvent event) {
    return event == null
        ? AuditEventText.unknown(index, entry)
        : AuditEventText.full(index, event, times);
  }

  private static Map<String, Object> raw(long index, byte[] entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("index", index);
    json.put("entry", HexFormat.of().formatHex(entry));
    return json;
  }
}
