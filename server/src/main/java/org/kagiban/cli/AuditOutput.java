package org.kagiban.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}, and where the answer goes. */
public final class AuditOutput {
  @Option(names = "--json", description = "Print JSON, one object a line.")
  private boolean json;

  // Replaced by picocli.
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Whether JSON was asked for. */
  boolean json() {
    return json;
  }

  /** One answer; only what is printed is made. */
  public void answer(Supplier<Map<String, Object>> object, Supplier<String> text) {
    line(json ? AuditJson.of(object.get()) : text.get());
  }

  /** A line of the answer. */
  void line(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Says where nobody vouches for the key. */
  public void warn(AuditFolder folder) {
    String warning = folder.warning();
    if (warning != null) {
      note(warning);
    }
  }

  /** Something to know besides the answer, on standard error. */
  public void note(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
