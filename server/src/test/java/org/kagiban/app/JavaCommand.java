package org.kagiban.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a test starts {@code kagiban} in a process of its own. */
public final class JavaCommand {
  private JavaCommand() {}

  static List<String> kagiban(String... arguments) {
    return of(Main.class, arguments);
  }

  /** Runs another main class, with the same libraries. */
  public static List<String> of(Class<?> main, String... arguments) {
    return with(ReadyClasses.javaOptions(), main, arguments);
  }

  /**
   * As the other.
   *
   * @param options of the JVM, the class path among them
   */
  static List<String> with(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "--add-exports",
            "jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
            "--add-exports",
            "java.base/sun.nio.ch=ALL-UNNAMED"));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
