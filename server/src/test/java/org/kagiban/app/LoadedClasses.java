package org.kagiban.app;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import org.kagiban.v1.VerificationServiceGrpc;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** A process that loads what tests' processes load: it is a server, and a client that finds it. */
final class LoadedClasses {
  private LoadedClasses() {}

  /** The server's configuration, and a connect file for it. */
  public static void main(String[] arguments) throws Exception {
    for (Class<?> ours : List.of(Main.class, VerificationServiceGrpc.class)) {
      load(Path.of(ours.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    // Both log, and only one may be the first to.
    ILoggerFactory unused = LoggerFactory.getILoggerFactory();
    Thread server =
        new Thread(() -> Main.commandLine().execute("serve", "--config", arguments[0]), "server");
    server.setDaemon(true);
    server.start();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> run("ceremony", "list", "--connect", arguments[1]) == 0);
    System.exit(0);
  }

  private static int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(Writer.nullWriter()));
    command.setErr(new PrintWriter(Writer.nullWriter()));
    return command.execute(arguments);
  }

  /** All of a jar's classes; one that misses something is none that runs. */
  private static void load(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
          .forEach(LoadedClasses::loadClass);
    }
  }

  private static void loadClass(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      Class<?> unused = Class.forName(name, false, LoadedClasses.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // It is loaded by whoever can.
    }
  }
}
