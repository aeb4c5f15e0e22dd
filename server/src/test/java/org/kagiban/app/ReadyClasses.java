package org.kagiban.app;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/**
 * The classes of the processes that tests start, parsed and verified once for all of them: an
 * archive of class data (CDS) that each JVM maps into its memory. Half of what a {@code kagiban}
 * command computes is the loading of its classes, and tests start some hundred.
 *
 * <p>An archive goes with jars only, so each folder of this class path becomes one. Both are in
 * {@code target}, and made again where a class has changed since. Several test JVMs share them.
 */
final class ReadyClasses {
  private static final Path HOME = Path.of("target", "ready-classes").toAbsolutePath();
  private static final Path MADE = HOME.resolve("made");
  private static final String LAMBDA = "@lambda-proxy";
  private static final List<String> OPTIONS = options();

  private ReadyClasses() {}

  /** For {@code java}: the class path, and the archive where it could be made. */
  static List<String> javaOptions() {
    return OPTIONS;
  }

  private static List<String> options() {
    try {
      Files.createDirectories(HOME);
      try (FileChannel channel = FileChannel.open(HOME.resolve("lock"), CREATE, WRITE)) {
        // Closing the channel gives it back.
        FileLock unused = channel.lock();
        return madeOrKept();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> madeOrKept() throws IOException, InterruptedException {
    String state = state();
    List<String> made = Files.exists(MADE) ? Files.readAllLines(MADE) : List.of();
    if (made.isEmpty() || !made.get(0).equals(state)) {
      made = new ArrayList<>(List.of(state));
      made.addAll(make());
      Files.write(MADE, made);
    }
    return List.copyOf(made.subList(1, made.size()));
  }

  /** The JVM and the class path, each entry with its newest file, in one line. */
  private static String state() throws IOException {
    StringBuilder state = new StringBuilder(System.getProperty("java.vm.version"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      state.append(' ').append(entry);
      Path path = Path.of(entry);
      if (Files.exists(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          state
              .append(' ')
              .append(files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0));
        }
      }
    }
    return state.toString();
  }

  private static List<String> make() throws IOException, InterruptedException {
    removeOld();
    Path folder = Files.createTempDirectory(HOME, "jars-");
    List<String> options = new ArrayList<>(List.of("-cp", Jars.classPath(folder)));
    Path list = folder.resolve("classes");
    Path archive = folder.resolve("classes.jsa");
    CommandResult listed = list(folder, options, list);
    CommandResult dumped = dump(options, list, archive);
    if (listed.exitCode() == 0 && dumped.exitCode() == 0) {
      options.add(0, "-XX:SharedArchiveFile=" + archive);
    } else {
      System.err.println("no archive of classes, tests are slower: " + listed + dumped);
    }
    return options;
  }

  /** What a process still has open stays there for it. */
  private static void removeOld() throws IOException {
    Files.deleteIfExists(MADE);
    try (Stream<Path> files = Files.walk(HOME)) {
      files
          .sorted((one, other) -> other.compareTo(one))
          .filter(file -> !file.equals(HOME) && !file.endsWith("lock"))
          .forEach(file -> file.toFile().delete());
    }
  }

  /** Which classes a server and its client load. */
  private static CommandResult list(Path folder, List<String> options, Path list)
      throws IOException, InterruptedException {
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    LivePartition partition = LivePartition.make(folder, LiveServer.PARTITION);
    int port = LiveServer.freePort();
    Path config = folder.resolve("kagiban.yaml");
    Files.writeString(config, new LiveConfig(LiveServer.PARTITION, "", "").text(pki, port));
    Path connect = folder.resolve("connect.yaml");
    Files.writeString(
        connect, pki.connect(DevCaller.CUSTODIAN_1, "localhost:" + port).toYaml(folder));
    List<String> all = new ArrayList<>(options);
    all.add("-XX:DumpLoadedClassList=" + list);
    return partition.run(
        JavaCommand.with(all, LoadedClasses.class, config.toString(), connect.toString()));
  }

  private static CommandResult dump(List<String> options, Path list, Path archive)
      throws IOException, InterruptedException {
    // JDK 17 breaks down over some of the lambdas, in every other dump.
    List<String> names =
        Files.readAllLines(list).stream().filter(line -> !line.startsWith(LAMBDA)).toList();
    Files.write(list, names);
    List<String> all = new ArrayList<>(options);
    all.addAll(
        List.of(
            "-Xshare:dump",
            "-Xlog:disable",
            "-XX:ErrorFile=" + archive + ".failed",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + archive));
    return new LivePartition(HOME).run(JavaCommand.with(all, LoadedClasses.class));
  }
}
