package org.kagiban.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.proof.TlogProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kagiban audit prove}. */
@Command(
    name = "prove",
    description = {
      "Write the proof that one event is in the log: a file (c2sp.org/tlog-proof) that holds the"
          + " event and verifies with nothing but the log's public key.",
      "Check it with 'kagiban audit check'."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:written",
      "1:there is no such event, or the log does not fit its checkpoint",
      "2:no log, no key, or the file exists already; nothing was written"
    },
    footerHeading = "%nExample:%n",
    footer = "  kagiban audit prove export --index 1234 --out transfer.tlog-proof",
    mixinStandardHelpOptions = true)
final class AuditProveCommand implements Callable<Integer> {
  @Mixin private AuditSource source = new AuditSource();

  @Option(names = "--event", paramLabel = "ID", description = "The event's id, as answers give it.")
  private @Nullable String event;

  @Option(names = "--index", paramLabel = "N", description = "Its place in the log, from 0.")
  private @Nullable Long index;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it; not an existing file. Default: event-N.tlog-proof.")
  private @Nullable Path file;

  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    if ((event == null) == (index == null)) {
      throw CliException.usage("name the event with --event or with --index, one of them");
    }
    LogReader log = source.reader(output);
    long place = event == null ? AuditPlace.index(log, index) : AuditPlace.id(log, event);
    Path to = file == null ? Path.of("event-" + place + TlogProof.EXTENSION) : file;
    NewFiles.write(to, proof(log, place).encode(), NewFiles.PUBLIC);
    output.answer(
        () -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("file", to.toString());
          json.put("index", place);
          json.put("origin", log.checkpoint().checkpoint().origin());
          json.put("size", log.size());
          return json;
        },
        () ->
            "%s proves event %d in the log of %,d; check it with 'kagiban audit check %s --vkey ...'"
                .formatted(to, place, log.size(), to));
    return Exit.OK;
  }

  private static TlogProof proof(LogReader log, long place) {
    try {
      return log.prove(place);
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }
}
