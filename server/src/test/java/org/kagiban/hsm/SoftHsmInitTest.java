package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** hsm-config/softhsm/init, and the partitions that it makes. */
class SoftHsmInitTest {
  private static final Path SCRIPT = Path.of("../hsm-config/softhsm/init");
  private static final String USER_PIN = "鍵番 $chlüssel\"'\\";

  @TempDir Path folder;

  private record Result(int exit, String output) {}

  /** As a user without a login shell, such as the package's. */
  private static Result init(Object... arguments) throws IOException, InterruptedException {
    String[] command =
        Stream.concat(Stream.of(SCRIPT), Stream.of(arguments))
            .map(Object::toString)
            .toArray(String[]::new);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SHELL", "/bin/false");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  @Test
  void init_freshLabel_makesAPartitionThatOpensWithThePinOfTheFile() throws Exception {
    String label = "init-" + UUID.randomUUID().toString().substring(0, 8);
    Path so = SoftHsm.pinFile("so-pin-5678");
    Path user = SoftHsm.pinFile(USER_PIN);
    Result made = init(SoftHsm.folder(), label, so, user);
    assertThat(made.output)
        .contains("was made")
        .doesNotContain("chl")
        .doesNotContain("so-pin-5678");
    assertThat(made.exit).isZero();
    HsmConfig config = HsmConfig.of(SoftHsm.LIBRARY, label);
    try (Partition partition = Partition.open(config, SoftHsm.pin(USER_PIN))) {
      assertThat(partition.label()).isEqualTo(label);
    }
    assertThatThrownBy(() -> Partition.open(config, SoftHsm.pin("5678")))
        .hasMessageContaining("the PIN is wrong");
  }

  @Test
  void init_again_changesNothingAndSaysSo() throws Exception {
    Path so = SoftHsm.pinFile("so-pin-5678");
    Path user = SoftHsm.pinFile("1234");
    Path target = folder.resolve("fresh");
    assertThat(init(target, "kagiban", so, user).exit).isZero();
    Result again = init(target, "kagiban", so, user);
    assertThat(again.exit).isZero();
    assertThat(again.output).contains("exists").contains("nothing was changed");
    try (Stream<Path> tokens = Files.list(target.resolve("tokens"))) {
      assertThat(tokens).hasSize(1);
    }
    assertThat(Files.readString(target.resolve("softhsm2.conf")))
        .contains("objectstore.backend = file")
        .contains("log.level = ERROR");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rwx------");
  }

  @Test
  void init_pinFileThatOthersRead_isRefused() throws Exception {
    Path so = SoftHsm.pinFile("so-pin-5678");
    Path user = Files.writeString(folder.resolve("pin"), "1234\n");
    Files.setPosixFilePermissions(user, PosixFilePermissions.fromString("rw-r--r--"));
    Result refused = init(folder.resolve("x"), "kagiban", so, user);
    assertThat(refused.exit).isNotZero();
    assertThat(refused.output).contains("chmod 600 " + user);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "1234\n5678", "12\t34"})
  void init_pinThatIsNotOneLine_isRefused(String pin) throws Exception {
    Path so = SoftHsm.pinFile("so-pin-5678");
    Result refused = init(folder.resolve("x"), "kagiban", so, SoftHsm.pinFile(pin));
    assertThat(refused.exit).isNotZero();
    assertThat(refused.output).contains("one line of 4 to 255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;b", "$(id)", "abcdefghijklmnopqrstuvwxyz0123456"})
  void init_oddLabel_isRefused(String label) throws Exception {
    Path pin = SoftHsm.pinFile("1234");
    Result refused = init(folder.resolve("x"), label, pin, pin);
    assertThat(refused.exit).isNotZero();
    assertThat(refused.output).contains("label");
  }
}
