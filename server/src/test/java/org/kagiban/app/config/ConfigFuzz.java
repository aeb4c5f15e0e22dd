package org.kagiban.app.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kagiban.cli.CliException;
import org.kagiban.cli.ConnectFile;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.fuzz.Finding;
import org.kagiban.fuzz.FuzzTarget;
import org.kagiban.fuzz.Tagged;
import org.kagiban.yaml.ConfigException;

/**
 * The YAML files that people write: a server's configuration, a ceremony's file, a connect file.
 * The first byte says which. A mistake is told with its line; nothing else is thrown.
 */
public final class ConfigFuzz implements FuzzTarget {
  private final Path file = scratch();

  @Override
  public void feed(byte[] data) throws IOException {
    Tagged tagged = Tagged.of(data);
    try {
      switch (tagged.tag() & 3) {
        case 0 -> CeremonyFile.read("file", tagged.rest());
        case 1 -> ConnectFile.read(Files.write(file, tagged.rest()));
        default -> ServerConfig.read(Files.write(file, tagged.rest()));
      }
    } catch (ConfigException refused) {
      Finding.unless(!refused.problems().isEmpty(), "refused, and no problem is told");
      Finding.unlessPlain(String.valueOf(refused.getMessage()));
    } catch (CliException refused) {
      Finding.unlessPlain(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(new Tagged(2, resource("good.yaml")).data());
    try (Stream<Path> ceremonies = Files.list(Path.of("../hsm-config/ceremonies"))) {
      for (Path ceremony : ceremonies.sorted().toList()) {
        seeds.add(new Tagged(0, Files.readAllBytes(ceremony)).data());
      }
    }
    String connect = "target: localhost:8443\nca: ca.pem\ncertificate: c.pem\nkey: c.key\n";
    seeds.add(new Tagged(1, connect.getBytes(StandardCharsets.UTF_8)).data());
    return seeds;
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = ConfigFuzz.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static Path scratch() {
    try {
      Path file = Files.createTempFile("fuzz", ".yaml");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
