package org.kagiban.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Commands by their words. Each is made when it is needed: to describe all of them to picocli takes
 * longer than many a command itself. Of one thread.
 */
public final class Commands {
  private final Map<String, Supplier<?>> makers = new LinkedHashMap<>();

  /**
   * Adds one.
   *
   * @param type of what is made, with the word in its {@link Command} annotation
   * @param maker of an object of that type, or of a {@link CommandLine} around one
   * @throws IllegalArgumentException where the word is taken
   */
  public Commands add(Class<?> type, Supplier<?> maker) {
    String word = type.getAnnotation(Command.class).name();
    if (makers.putIfAbsent(word, maker) != null) {
      throw new IllegalArgumentException("two commands are called " + word);
    }
    return this;
  }

  /**
   * A program's command line, with how it writes and how faults are told.
   *
   * @param root annotated; the program itself
   * @param words of the command line. Where the first one names a command, only that one is made;
   *     otherwise all are, since somebody asks which there are, or must be told
   */
  public CommandLine under(Object root, String... words) {
    CommandLine program = new CommandLine(root);
    Supplier<?> named = words.length == 0 ? null : makers.get(words[0]);
    if (named == null) {
      makers.values().forEach(maker -> program.addSubcommand(maker.get()));
      program.addSubcommand(completion());
    } else {
      program.addSubcommand(named.get());
    }
    ExitCodes.complete(program);
    // The guide's words are Japanese, whatever the machine's locale.
    program.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    program.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    program.setExpandAtFiles(false);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setExecutionExceptionHandler(
        (failure, command, parsed) -> Complaints.of(failure, command));
    program.setParameterExceptionHandler((failure, arguments) -> Complaints.of(failure));
    return program;
  }

  /** Describes all commands to a shell, so it is there where all of them are. */
  private static CommandLine completion() {
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion.getCommandSpec().usageMessage().hidden(true);
    return completion;
  }
}
