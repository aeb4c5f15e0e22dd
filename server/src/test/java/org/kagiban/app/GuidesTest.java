package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.ListKeysRequest;

/**
 * Types the guides, each as it stands, against one server that keeps its seeds in the database.
 * What an operator does with systemd comes last, since the server is another one from then on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuidesTest {
  private static final Path SOURCES = Path.of("src");
  private static final Path ORG = SOURCES.resolve("main/java/org/kagiban");

  private static final String START =
      "sudo systemctl start kagiban; timeout 120 sh -c"
          + " 'until kagiban health --connect operator.yaml; do sleep 1; done'";

  private LiveServer server;
  private GuideShell shell;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = LiveServer.startWrapped(folder, 50);
    shell = GuideShell.begin(folder, folder.resolve("softhsm/softhsm2.conf").toString());
    names(folder);
  }

  /** What is called otherwise in this folder than in the guides. */
  private void names(Path folder) throws IOException {
    for (DevCaller caller : DevCaller.values()) {
      server.connectFile(caller);
    }
    Files.createSymbolicLink(
        folder.resolve("channel.yaml"), folder.resolve("internet-banking.yaml"));
    Files.createSymbolicLink(folder.resolve("operator.yaml"), folder.resolve("help-desk.yaml"));
    ceremonies(Files.createDirectories(folder.resolve("hsm-config/ceremonies")));
    shell
        .where(".kagiban/demo/", "")
        .where("/etc/kagiban/", folder + "/")
        .where("/var/lib/kagiban", folder.toString())
        .where("sample-cu", LiveServer.INSTITUTION)
        .where("kagiban/kagiban", "kagiban/" + LiveServer.PARTITION)
        .where("SERVER", server.target());
  }

  /** The examples, for this partition. */
  private static void ceremonies(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "hsm-config", "ceremonies"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        Files.writeString(
            folder.resolve(file.getFileName()),
            text.replace("partition: kagiban", "partition: " + LiveServer.PARTITION));
      }
    }
  }

  @AfterAll
  void stop() throws Exception {
    shell.close();
    server.close();
  }

  @Test
  @Order(1)
  void moving_followedToTheLetter_endsWithTheOldTokensCodes() throws Exception {
    Path export = SOURCES.resolve("test/resources/pskc/privacyidea-export.xml");
    Files.copy(export, server.folder().resolve("privacyidea-export.xml"));
    shell.follow(Guide.read(ORG.resolve("custody/README.md")));
  }

  @Test
  @Order(2)
  void audit_followedToTheLetter_findsNothing() throws Exception {
    shell.where("CHECKPOINT_CEREMONY", checkpointCeremony());
    shell.follow(Guide.read(ORG.resolve("audit/verify/README.md")));
  }

  @Test
  @Order(3)
  void custody_followedToTheLetter_rotatesAndDestroys() throws Exception {
    shell.follow(Guide.read(Path.of("..", "hsm-config", "README.md")));
  }

  @Test
  @Order(4)
  void runbook_followedToTheLetter_servesAgain() throws Exception {
    shell.where("LOCKED_TOKEN", lockedToken());
    // From here on the server is the one that the stand-in for systemd starts.
    server.stop();
    shell.follow(new Guide("start", List.of(new Guide.Step(START, 0, List.of()))));
    shell.follow(Guide.read(SOURCES.resolve("dist/runbook/README.md")));
  }

  private String checkpointCeremony() {
    return server
        .connect(DevCaller.AUDITOR)
        .ceremonies()
        .listKeys(ListKeysRequest.getDefaultInstance())
        .getKeysList()
        .stream()
        .filter(key -> key.getLabel().equals("kagiban-checkpoint"))
        .map(key -> key.getCeremonyId())
        .findFirst()
        .orElseThrow();
  }

  /** One that has wrong codes to forget. */
  private String lockedToken() throws Exception {
    String token = "VSST00000001";
    String channel = server.connectFile(DevCaller.INTERNET_BANKING).toString();
    CommandResult wrong =
        CommandResult.ofKagiban(
            "enroll",
            "--connect",
            channel,
            "--institution",
            LiveServer.INSTITUTION,
            "--subscriber",
            "locked-1",
            "--token",
            token,
            "--code",
            "000000");
    assertThat(wrong.exitCode()).as(wrong.output()).isEqualTo(1);
    return token;
  }
}
