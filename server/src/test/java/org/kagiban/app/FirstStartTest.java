package org.kagiban.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types the first start of an installed server, from no certificate to its first keys. */
class FirstStartTest {
  private static final Path PAGE = Path.of("src/dist/README.md");

  @Test
  void firstStart_followedToTheLetter_serves(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("softhsm"));
    int port = LiveServer.freePort();
    try (GuideShell shell =
        GuideShell.begin(folder, folder.resolve("softhsm/softhsm2.conf").toString())) {
      shell
          .where("kagiban config example", "kagiban config example | sed s/8443/" + port + "/")
          .where("localhost:8443", "localhost:" + port)
          .where("/etc/kagiban", folder.toString())
          .where("/var/lib/softhsm", folder.resolve("softhsm").toString())
          .where("/var/lib/kagiban", folder.toString())
          .where("/usr/share/kagiban", Path.of("..").toRealPath().toString());
      shell.follow(Guide.read(PAGE));
    }
  }
}
