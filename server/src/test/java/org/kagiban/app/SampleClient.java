package org.kagiban.app;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.kagiban.cli.ConnectFile;

/** The clients under {@code src/examples}, which take the same options and print the same lines. */
enum SampleClient {
  JAVA,
  NODE;

  private static final Path EXAMPLES = Path.of("src", "examples");

  /**
   * A command that asks one thing.
   *
   * @param classes where {@link #compile} put the Java client
   * @param arguments after those that say where the server is and who asks
   */
  List<String> command(Path classes, String call, ConnectFile connect, List<String> arguments) {
    List<String> command = new ArrayList<>();
    switch (this) {
      case JAVA ->
          command.addAll(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath(classes),
                  "com.example.bank.Main"));
      case NODE ->
          command.addAll(List.of("node", EXAMPLES.resolve("node").resolve("client.js").toString()));
    }
    command.addAll(
        List.of(
            call,
            "--target",
            connect.target(),
            "--ca",
            connect.ca().toString(),
            "--certificate",
            connect.certificate().toString(),
            "--key",
            connect.key().toString(),
            "--institution",
            LiveServer.INSTITUTION));
    command.addAll(arguments);
    return command;
  }

  /** Compiles the Java client, against our libraries, whose versions are those of its own pom. */
  static void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(EXAMPLES.resolve("java").resolve("src"))) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-proc:none", "-d", classes.toString(), "-cp", classPath(classes)),
                  null,
                  files.getJavaFileObjectsFromPaths(
                      sources.filter(file -> file.toString().endsWith(".java")).toList()))
              .call();
      if (!compiled) {
        throw new IllegalStateException(said.toString());
      }
    }
  }

  private static String classPath(Path classes) {
    return classes + System.getProperty("path.separator") + System.getProperty("java.class.path");
  }
}
