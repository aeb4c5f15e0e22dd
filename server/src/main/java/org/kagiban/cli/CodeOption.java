package org.kagiban.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** A code, from an option or asked for at the terminal. */
final class CodeOption {
  private CodeOption() {}

  static String given(String option, @Nullable String value) {
    return Fields.code(option, value != null ? value : ask(option));
  }

  private static String ask(String option) {
    Console console = Terminal.console();
    String answer = console == null ? null : console.readLine("Code (セキュリティコード): ");
    if (answer == null) {
      throw CliException.usage(
          "there is no terminal to ask for the code; give it with " + option + " CODE");
    }
    return answer;
  }
}
