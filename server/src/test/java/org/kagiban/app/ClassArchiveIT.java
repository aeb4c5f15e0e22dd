package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of classes from which an installed Kagiban starts, made as the package makes it. With
 * {@code -Dkagiban.classes.record=true} the list of what goes into it is written anew.
 */
class ClassArchiveIT {
  private static final Path DIST = Path.of("src", "dist").toAbsolutePath();
  private static final Path LIST = DIST.resolve("classes.lst");
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String JAVA_HOME = System.getProperty("java.home");

  /** The list may be a little behind the program: a class that it lacks is loaded as ever. */
  private static final double ENOUGH = 0.9;

  @TempDir private Path folder;

  @Test
  void archiveClasses_letsTheJvmTakeThemFromThere() throws Exception {
    Path home = home(folder.resolve("home"));
    Map<String, String> java = Map.of("KAGIBAN_JAVA_HOME", JAVA_HOME);
    CommandResult made = CommandResult.of(java, home.resolve("bin/archive-classes").toString());
    assertThat(made.output()).isEmpty();
    assertThat(made.exitCode()).isZero();
    assertThat(home.resolve("classes.new")).doesNotExist();

    String options = "-Xlog:class+load:stdout";
    CommandResult started =
        CommandResult.of(
            Map.of("KAGIBAN_JAVA_HOME", JAVA_HOME, "KAGIBAN_JAVA_OPTS", options),
            home.resolve("bin/kagiban").toString(),
            "--version");
    assertThat(started.output())
        .containsPattern("org\\.kagiban\\.app\\.Main source: shared objects file");

    // Another program: its classes are not taken from the archive, and nobody is told.
    Files.writeString(home.resolve("kagiban.jar"), "", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(home.resolve("kagiban.jar"), FileTime.fromMillis(0));
    CommandResult other =
        CommandResult.of(java, home.resolve("bin/kagiban").toString(), "--version");
    assertThat(other.exitCode()).isZero();
    assertThat(other.output()).startsWith("kagiban ").hasLineCount(1);
  }

  @Test
  void list_hasWhatADemoLoads() throws Exception {
    Path lists = Files.createDirectory(folder.resolve("lists"));
    CommandResult demo =
        CommandResult.of(
            Map.of(
                "JDK_JAVA_OPTIONS",
                "-XX:DumpLoadedClassList=" + lists.resolve("%p.lst"),
                "KAGIBAN_HOME",
                Path.of("..").toAbsolutePath().toString()),
            Path.of(JAVA_HOME, "bin", "java").toString(),
            "-jar",
            TARGET.resolve("kagiban.jar").toString(),
            "demo",
            "--once",
            "--port",
            "0",
            "--dir",
            folder.resolve("demo").toString());
    assertThat(demo.exitCode()).as(demo.output()).isZero();
    Set<String> loaded = classes(lists);
    if (Boolean.getBoolean("kagiban.classes.record")) {
      Files.write(LIST, loaded);
    }
    // The JDK's own differ from one to the next.
    loaded.removeIf(name -> name.matches("(java|javax|jdk|sun|com/sun)/.*"));
    Set<String> missing = new TreeSet<>(loaded);
    Files.readAllLines(LIST).forEach(missing::remove);
    assertThat(loaded).hasSizeGreaterThan(3000);
    assertThat(missing)
        .as("run this with -Dkagiban.classes.record=true")
        .hasSizeLessThan((int) (loaded.size() * (1 - ENOUGH)));
  }

  /**
   * Those of the lists that JVMs wrote. Not their lines about lambdas: JDK 17 crashed now and then
   * when it made an archive with these.
   */
  private static Set<String> classes(Path lists) throws IOException {
    Set<String> classes = new TreeSet<>();
    try (Stream<Path> files = Files.list(lists)) {
      for (Path file : files.toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#") && !line.startsWith("@"))
            // Newer JDKs add numbers of their own behind a name.
            .map(line -> line.replaceFirst(" .*", ""))
            .forEach(classes::add);
      }
    }
    return classes;
  }

  private static Path home(Path home) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectory(home.resolve("lib"));
    Files.copy(LIST, home.resolve("classes.lst"));
    Files.copy(TARGET.resolve("kagiban.jar"), home.resolve("kagiban.jar"));
    for (String script : List.of("kagiban", "archive-classes")) {
      Files.copy(
          DIST.resolve("bin").resolve(script),
          home.resolve("bin").resolve(script),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
      }
    }
    return home;
  }
}
