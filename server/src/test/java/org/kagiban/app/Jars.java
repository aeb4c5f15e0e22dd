package org.kagiban.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * This class path with a jar in each folder's place, as the server is installed: a JVM opens a file
 * for each class of a folder, and a class that could not be read is missing for good.
 */
final class Jars {
  private Jars() {}

  /**
   * @param into where the jars go
   */
  static String classPath(Path into) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path folder = Path.of(entry);
      entries.add(
          Files.isDirectory(folder)
              ? pack(folder, into.resolve(entries.size() + ".jar")).toString()
              : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path pack(Path folder, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(folder)) {
      out.setLevel(0);
      files.filter(file -> !file.equals(folder)).forEach(file -> add(out, folder, file));
    }
    return jar;
  }

  private static void add(JarOutputStream out, Path folder, Path file) {
    try {
      String name = folder.relativize(file).toString();
      if (Files.isDirectory(file)) {
        // Some look for resources by their folder.
        out.putNextEntry(new ZipEntry(name + "/"));
      } else {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(file, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
