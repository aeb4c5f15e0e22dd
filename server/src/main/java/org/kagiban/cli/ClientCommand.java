package org.kagiban.cli;

import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that makes a call and prints the answer. */
abstract class ClientCommand implements Callable<Integer> {
  @Mixin private ConnectOptions connect = new ConnectOptions();

  @Option(names = "--json", description = "Print the response as JSON, one object a line.")
  private boolean json;

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Checks what needs no server, so that a wrong option is named before a lost connection. */
  void check() {}

  /** Makes the call and prints the answer; the exit code. */
  abstract int run(Session session, Output output);

  /** How to repeat it after a lost answer, where it changes something. */
  Optional<String> repeat() {
    return Optional.empty();
  }

  @Override
  public final Integer call() {
    check();
    try (Session session = connect.open()) {
      return talk(session);
    }
  }

  private int talk(Session session) {
    Output output = new Output(spec.commandLine().getOut(), json);
    try {
      return run(session, output);
    } catch (StatusRuntimeException e) {
      throw withRepeat(Faults.explain(e, session.target()));
    }
  }

  private CliException withRepeat(CliException fault) {
    if (fault.exit() != Exit.UNAVAILABLE) {
      return fault;
    }
    return repeat()
        .map(how -> "%s (%s)".formatted(fault.getMessage(), how))
        .map(text -> new CliException(fault.exit(), text, fault))
        .orElse(fault);
  }
}
