package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start script, unit and package, as {@code ./kagiban dist} puts them together. */
class DistributionTest {
  private static final Path DIST = Path.of("src", "dist").toAbsolutePath();

  @TempDir private Path folder;

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void startScript_givesTheJvmWhatASecretNeedsAndTheRestToTheCommand() throws Exception {
    Path java = folder.resolve("jdk").resolve("bin").resolve("java");
    script(
        java,
        """
        #!/bin/sh
        echo "cores $(ulimit -c)"
        echo "injected ${JAVA_TOOL_OPTIONS-none}"
        printf '%s\\n' "$@"
        """);
    Path home = folder.resolve("home");
    script(home.resolve("bin").resolve("kagiban"), Files.readString(DIST.resolve("bin/kagiban")));
    Files.writeString(home.resolve("classes.jsa"), "");
    Path link = Files.createSymbolicLink(folder.resolve("kagiban"), home.resolve("bin/kagiban"));
    CommandResult result =
        CommandResult.of(
            Map.of(
                "KAGIBAN_JAVA_HOME",
                folder.resolve("jdk").toString(),
                "KAGIBAN_JAVA_OPTS",
                "-Xmx1g -Xms1g",
                "JAVA_TOOL_OPTIONS",
                "-agentlib:spy"),
            link.toString(),
            "verify",
            "--subscriber",
            "a b");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output().lines().toList())
        .containsExactly(
            "cores 0",
            "injected none",
            "-XX:OnOutOfMemoryError=kill -9 %p",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-XX:+DisableAttachMechanism",
            "-XX:SharedArchiveFile=" + home.resolve("classes.jsa"),
            "-Xlog:cds=off",
            "-Xmx1g",
            "-Xms1g",
            "-jar",
            home.resolve("kagiban.jar").toString(),
            "verify",
            "--subscriber",
            "a b");
  }

  @Test
  void startScript_withoutJava_saysWhatToInstall() throws Exception {
    CommandResult result =
        CommandResult.of(
            Map.of("KAGIBAN_JAVA_HOME", "/none"), DIST.resolve("bin/kagiban").toString(), "serve");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains("/none/bin/java", "install openjdk-17-jre-headless");
  }

  @Test
  void unit_takesAwayWhatTheServerDoesNotNeed() throws Exception {
    List<String> unit = Files.readAllLines(DIST.resolve("systemd/kagiban.service"));
    assertThat(unit)
        .contains(
            "User=kagiban",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "ReadWritePaths=/var/lib/kagiban",
            "PrivateTmp=yes",
            "PrivateDevices=yes",
            "ProtectHome=yes",
            "LimitCORE=0",
            "UMask=0077",
            "CapabilityBoundingSet=",
            "SystemCallFilter=@system-service",
            "MemoryDenyWriteExecute=no",
            "RestartPreventExitStatus=" + ServerExit.CONFIG + " " + ServerExit.PIN);
  }

  @Test
  void deb_madeTwice_isTheSameBytes() throws Exception {
    assumeTrue(
        CommandResult.of(Map.of(), "sh", "-c", "command -v dpkg-deb").exitCode() == 0,
        "no dpkg-deb");
    Path first = deb("first");
    Path second = deb("second");
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    CommandResult contents = CommandResult.of(Map.of(), "dpkg-deb", "-c", first.toString());
    assertThat(contents.output())
        .contains(
            "./usr/bin/kagiban -> ../lib/kagiban/bin/kagiban",
            "./usr/lib/kagiban/kagiban.jar",
            "./usr/lib/kagiban/hsm-config -> ../../share/kagiban/hsm-config",
            "./usr/lib/systemd/system/kagiban.service",
            "./usr/share/bash-completion/completions/kagiban",
            "./usr/share/kagiban/metrics/dashboard.json",
            "root/root");
    CommandResult control =
        CommandResult.of(Map.of(), "dpkg-deb", "-f", first.toString(), "Version");
    assertThat(control.output().strip()).isEqualTo("1.2.3~snapshot");
  }

  /** Of stand-ins for jar and libraries, in a folder of its own. */
  private Path deb(String name) throws Exception {
    Path target = Files.createDirectories(folder.resolve(name));
    Path root = target.resolve("kagiban-1.2.3-SNAPSHOT");
    for (String file :
        List.of(
            "kagiban.jar",
            "lib/a.jar",
            "bin/kagiban",
            "etc/kagiban.yaml.example",
            "completion/kagiban.bash",
            "metrics/dashboard.json",
            "hsm-config/README.md",
            "systemd/kagiban.service",
            "kagiban.cdx.json",
            "README.md",
            "runbook/README.md",
            "LICENSE")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), file);
    }
    CommandResult packed =
        CommandResult.of(
            Map.of(),
            "tar",
            "-C",
            target.toString(),
            "-czf",
            target.resolve("kagiban-1.2.3-SNAPSHOT.tar.gz").toString(),
            root.getFileName().toString());
    assertThat(packed.exitCode()).as(packed.output()).isZero();
    CommandResult made =
        CommandResult.of(
            Map.of(),
            DIST.resolve("make-deb").toString(),
            "1.2.3-SNAPSHOT",
            target.toString(),
            "2026-11-22T00:00:00Z");
    assertThat(made.exitCode()).as(made.output()).isZero();
    return target.resolve("kagiban_1.2.3~snapshot_all.deb");
  }

  @Test
  void purge_forgetsThatTheServerStartsWithTheMachine_removalDoesNot() throws Exception {
    Path link = folder.resolve("etc/systemd/system/multi-user.target.wants/kagiban.service");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("/lib/systemd/system/kagiban.service"));
    Map<String, String> root = Map.of("DPKG_ROOT", folder.toString());
    String script = DIST.resolve("deb/postrm").toString();

    assertThat(CommandResult.of(root, "sh", script, "remove").exitCode()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(CommandResult.of(root, "sh", script, "purge").exitCode()).isZero();
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }
}
