package org.kagiban.demo.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the service worker keeps. */
final class ShellTest {
  private static final Path FILES = Path.of("src/main/resources/org/kagiban/demo/token");

  @Test
  void worker_sameFiles_isTheSameText() {
    assertThat(new Shell(false).worker()).isEqualTo(new Shell(false).worker());
  }

  @Test
  void worker_otherFiles_hasAnotherVersion() {
    assertThat(new Shell(true).worker().lines().findFirst())
        .isNotEqualTo(new Shell(false).worker().lines().findFirst());
  }

  @Test
  void worker_namesEachFileOnce() throws IOException {
    String list = new Shell(true).worker().lines().skip(1).findFirst().orElseThrow();
    try (Stream<Path> all = Files.list(FILES)) {
      List<String> names = all.map(file -> file.getFileName().toString()).toList();
      assertThat(names).hasSizeGreaterThan(15);
      for (String name : names) {
        boolean kept = !name.endsWith(".html") && !name.equals("sw.js");
        assertThat(list.split("'/" + name + "'", -1)).as(name).hasSize(kept ? 2 : 1);
      }
    }
  }
}
