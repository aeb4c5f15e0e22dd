package org.kagiban.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.otp.Transaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kagiban token sign}. Needs no server. */
@Command(
    name = "sign",
    description = "Sign a transaction: print the code to type in at the bank.",
    mixinStandardHelpOptions = true)
final class TokenSignCommand implements Callable<Integer> {
  @Option(names = TokenCommand.DIR, paramLabel = "DIR", description = TokenCommand.DIR_HELP)
  private @Nullable Path dir;

  @Mixin private TransactionOptions transaction = new TransactionOptions();

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Transaction signed = transaction.transaction();
    SoftwareToken token =
        new TokenFolder(dir != null ? dir : TokenCommand.defaultFolder()).open(Clock.systemUTC());
    spec.commandLine().getOut().println(token.sign(signed));
    return Exit.OK;
  }
}
