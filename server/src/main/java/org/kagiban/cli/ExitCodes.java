package org.kagiban.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Gives each command that does not list its own exit codes those that it shares with others. */
final class ExitCodes {
  private static final String FAULT = "a fault of Kagiban itself; please report it";

  private ExitCodes() {}

  /** Takes in all commands under this one. */
  static void complete(CommandLine command) {
    command.getSubcommands().values().forEach(ExitCodes::complete);
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    if (usage.exitCodeList().isEmpty()) {
      usage.exitCodeListHeading(Exit.HEADING);
      usage.exitCodeList(of(command));
    }
  }

  private static Map<String, String> of(CommandLine command) {
    Map<String, String> codes = new LinkedHashMap<>();
    if (!command.getSubcommands().isEmpty()) {
      codes.put("0", "its help was shown; each command below lists its own");
      put(codes, Exit.USAGE_LINE);
      return codes;
    }
    codes.put("0", "done");
    put(codes, Exit.USAGE_LINE);
    if (command.getCommandSpec().userObject() instanceof ClientCommand) {
      put(codes, Exit.UNAVAILABLE_LINE);
      put(codes, Exit.REFUSED_LINE);
    }
    codes.put("5", FAULT);
    return codes;
  }

  /**
   * @param line code, colon, meaning
   */
  private static void put(Map<String, String> codes, String line) {
    int colon = line.indexOf(':');
    codes.put(line.substring(0, colon), line.substring(colon + 1));
  }
}
