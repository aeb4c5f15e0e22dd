package org.kagiban.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code kagiban} on a machine that lacks everything: a copy of it, and a PATH that
 * holds only what this test puts there.
 */
final class KagibanScriptTest {
  private static final List<String> ORDINARY =
      List.of("bash", "dirname", "sed", "tr", "cat", "cksum", "grep", "head", "mkdir", "env");
  private static final String JDK = "openjdk-17-jdk-headless";

  @TempDir private Path folder;
  private Path path;
  private Path log;
  private Path script;

  private record Ended(int exit, String out, String err) {}

  @BeforeEach
  void prepare() throws IOException {
    path = Files.createDirectory(folder.resolve("bin"));
    log = folder.resolve("calls");
    for (String tool : ORDINARY) {
      tool(tool, "exec /usr/bin/" + tool + " \"$@\"");
    }
    script = Files.createDirectory(folder.resolve("tree")).resolve("kagiban");
    Files.copy(Path.of("..", "kagiban"), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void demo_noInstall_saysWhatIsMissingAndTouchesNothing() throws Exception {
    fakes("0");

    Ended ended = run("demo", "--no-install");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains("missing: " + JDK + " maven softhsm2\n")
        .contains("sudo apt-get update\n")
        .contains("sudo apt-get install -y " + JDK + " maven softhsm2\n");
    assertThat(log).doesNotExist();
  }

  @Test
  void demo_noInstallByVariable_doesTheSame() throws Exception {
    fakes("0");

    Ended ended = run(List.of("KAGIBAN_NO_INSTALL=1"), "demo", "--once");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("sudo apt-get install -y");
    assertThat(log).doesNotExist();
  }

  @Test
  void test_lackingItsToolsToo_namesThem() throws Exception {
    fakes("0");

    assertThat(run("test", "--no-install").err())
        .contains("softhsm2 oathtool opensc p11-kit")
        .contains(" nodejs npm golang-go");
  }

  @Test
  void demo_notDebian_saysHowByHand() throws Exception {
    tool("id", "echo 0");

    Ended ended = run("demo");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("there is no apt-get here").contains("install -y " + JDK);
  }

  @Test
  void demo_neitherRootNorSudo_saysHowByHand() throws Exception {
    fakes("1000");

    Ended ended = run("demo");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("sudo apt-get install -y " + JDK);
    assertThat(log).doesNotExist();
  }

  @Test
  void demo_withSudo_saysSoBeforeItInstalls() throws Exception {
    fakes("1000");
    tool("sudo", "echo \"sudo $*\" >>" + log + "; \"$@\"");

    Ended ended = run("demo");

    assertThat(ended.err()).contains("installing with sudo apt-get: " + JDK + " maven softhsm2\n");
    assertThat(Files.readAllLines(log).get(0)).isEqualTo("sudo apt-get update");
    assertThat(ended.err().indexOf("installing with"))
        .isLessThan(ended.err().indexOf("APT update"));
  }

  @Test
  void demo_asRoot_updatesFirstAndThenInstallsWhatIsMissing() throws Exception {
    fakes("0");

    Ended ended = run("demo");

    assertThat(Files.readAllLines(log))
        .containsExactly(
            "apt-get update",
            "apt-get install -y --no-install-recommends " + JDK + " maven softhsm2");
    assertThat(ended.err()).contains("installed, and yet not found: " + JDK);
    assertThat(ended.exit()).isEqualTo(1);
  }

  @Test
  void demo_installationFails_saysHowByHand() throws Exception {
    tool("id", "echo 0");
    tool("apt-get", "exit 100");

    Ended ended = run("demo");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("the installation failed").contains("install by hand");
  }

  @Test
  void demo_oldJdk_countsAsMissing() throws Exception {
    fakes("0");
    tool("javac", "echo 'javac 11.0.2'");

    assertThat(run("demo", "--no-install").err()).contains("missing: " + JDK);
  }

  @Test
  void demo_javaHome_isRespected() throws Exception {
    fakes("0");
    Path home = folder.resolve("jdk");
    Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(javac, "#!/usr/bin/bash\necho 'javac 25.0.1'\n");
    assertThat(javac.toFile().setExecutable(true)).isTrue();

    Ended ended = run(List.of("JAVA_HOME=" + home), "demo", "--no-install");

    assertThat(ended.err()).contains("missing: maven softhsm2\n");
  }

  @Test
  void dist_downloadSignedByAProxy_saysWhereItsAuthorityGoes() throws Exception {
    fakes("0");
    tool("javac", "echo 'javac 17.0.2'");
    tool("softhsm2-util", "exit 0");
    tool("mvn", "echo '[ERROR] (certificate_unknown) PKIX path building failed'; exit 1");

    Ended ended = run("dist");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains("[ERROR] (certificate_unknown)")
        .contains("the build failed; all of it is in ")
        .contains("sudo update-ca-certificates");
  }

  @Test
  void help_needsNothing() throws Exception {
    Ended ended = run("--help");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("./kagiban demo --once").contains("--no-install");
  }

  /** An id, and an apt-get that only says and notes what it was asked for. */
  private void fakes(String id) throws IOException {
    tool("id", "echo " + id);
    tool("apt-get", "echo \"apt-get $*\" >>" + log + "; echo \"APT $1\"");
  }

  private void tool(String name, String body) throws IOException {
    Path file = Files.writeString(path.resolve(name), "#!/usr/bin/bash\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(), arguments);
  }

  private Ended run(List<String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i", "PATH=" + path));
    command.addAll(variables);
    command.add(script.toString());
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectError(err.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err));
  }
}
