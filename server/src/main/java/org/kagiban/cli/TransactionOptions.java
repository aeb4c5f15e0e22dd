package org.kagiban.cli;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.otp.Transaction;
import picocli.CommandLine.Option;

/** A transaction as options. */
final class TransactionOptions {
  @Option(
      names = "--field",
      paramLabel = "NAME=VALUE",
      required = true,
      description = "A field of the transaction, such as amount=\"50000 JPY\"; in the order shown.")
  private List<String> fields = new ArrayList<>();

  /**
   * @throws CliException (usage) where a field breaks its rule
   */
  Transaction transaction() {
    List<Transaction.Field> read = new ArrayList<>();
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw CliException.usage("--field: write NAME=VALUE, such as payee=\"...\"");
      }
      read.add(line(field.substring(0, equals), field.substring(equals + 1)));
    }
    try {
      return new Transaction(read);
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "--field: " + e.getMessage(), e);
    }
  }

  private static Transaction.Field line(String name, String value) {
    try {
      return new Transaction.Field(name, value);
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "--field: " + e.getMessage(), e);
    }
  }
}
