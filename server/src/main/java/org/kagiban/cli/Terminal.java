package org.kagiban.cli;

import java.io.Console;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What the terminal can do, if there is one. */
public final class Terminal {
  private Terminal() {}

  /** Whether a person watches: standard input and output are a terminal. */
  public static boolean interactive() {
    return console() != null;
  }

  /** Null where nobody watches. */
  @SuppressWarnings("SystemConsoleNull") // null before JDK 22, from then on isTerminal() tells
  static @Nullable Console console() {
    Console console = System.console();
    return console != null && isTerminal(console) ? console : null;
  }

  /** Whether colours are welcome: never without a terminal or with NO_COLOR. */
  public static boolean colour() {
    return interactive() && Ansi.AUTO.enabled();
  }

  public static Ansi ansi() {
    return colour() ? Ansi.ON : Ansi.OFF;
  }

  /** From JDK 22 on there may be a console that is no terminal, and a method that says so. */
  private static boolean isTerminal(Console console) {
    try {
      Method method = Console.class.getMethod("isTerminal");
      return (boolean) method.invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
