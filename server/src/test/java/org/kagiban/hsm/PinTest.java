package org.kagiban.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
  @TempDir Path folder;

  private Path file(String mode, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("pin"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String text(Pin pin) {
    return pin.use(String::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------"})
  void fromFile_ownerOnly_isRead(String mode) throws IOException {
    assertThat(text(Pin.fromFile(file(mode, "1234\n".getBytes(UTF_8))))).isEqualTo("1234");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-", "r--r--r--"})
  void fromFile_anyOtherMode_isRefusedWithWhatToDo(String mode) throws IOException {
    Path file = file(mode, "1234\n".getBytes(UTF_8));
    assertThatThrownBy(() -> Pin.fromFile(file))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining(mode)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void fromFile_thatIsMissing_isRefused() {
    assertThatThrownBy(() -> Pin.fromFile(folder.resolve("none")))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("does not exist");
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        Arguments.of("1234", "1234"),
        Arguments.of("1234\n", "1234"),
        Arguments.of("1234\r\n", "1234"),
        Arguments.of(" 12 34 ", " 12 34 "),
        Arguments.of("p".repeat(255) + "\n", "p".repeat(255)));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void fromFile_oneLine_losesItsNewlineOnly(String content, String pin) throws IOException {
    assertThat(text(Pin.fromFile(file("rw-------", content.getBytes(UTF_8))))).isEqualTo(pin);
  }

  static Stream<Arguments> badContents() {
    return Stream.of(
        Arguments.of("", "empty"),
        Arguments.of("\n", "empty"),
        Arguments.of("\r\n", "empty"),
        Arguments.of("s3same\n\n", "control character"),
        Arguments.of("s3same\nopen\n", "control character"),
        Arguments.of("s3same\topen", "control character"),
        Arguments.of("s3same\u007fopen", "control character"),
        Arguments.of("s3same\u0000open", "control character"),
        Arguments.of("p".repeat(256), "longer than 255"),
        Arguments.of("p".repeat(256) + "\n", "longer than 255"),
        Arguments.of("p".repeat(5000), "longer than 255"));
  }

  @ParameterizedTest
  @MethodSource("badContents")
  void fromFile_notOneLineOfText_isRefusedWithoutShowingIt(String content, String why)
      throws IOException {
    Path file = file("rw-------", content.getBytes(UTF_8));
    assertThatThrownBy(() -> Pin.fromFile(file))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("s3same")
        .hasMessageNotContaining("pppp");
  }

  @Test
  void fromDescriptor_openFile_isReadWhateverItsMode() throws IOException {
    Path file = file("rw-r--r--", "4321\n".getBytes(UTF_8));
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      int descriptor = descriptorOf(file);
      assertThat(text(Pin.fromDescriptor(descriptor))).isEqualTo("4321");
      assertThat(open.length()).isEqualTo(5);
    }
  }

  @Test
  void fromDescriptor_thatIsNotOpen_isRefused() {
    assertThatThrownBy(() -> Pin.fromDescriptor(987_654))
        .isInstanceOf(HsmSetupException.class)
        .hasMessageContaining("file descriptor 987654");
  }

  @Test
  void toString_isRedacted() throws IOException {
    assertThat(Pin.fromFile(file("rw-------", "1234".getBytes(UTF_8))).toString())
        .isEqualTo("Pin[redacted]");
  }

  @Test
  void destroy_pin_wipesItAndRefusesItsUse() throws IOException {
    Pin pin = Pin.fromFile(file("rw-------", "1234".getBytes(UTF_8)));
    char[] lent = pin.use(chars -> chars);
    assertThat(lent).containsOnly('\0');
    pin.destroy();
    assertThatThrownBy(() -> text(pin)).isInstanceOf(IllegalStateException.class);
  }

  private static int descriptorOf(Path file) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(fd -> pointsTo(fd, file))
          .mapToInt(fd -> Integer.parseInt(fd.getFileName().toString()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean pointsTo(Path descriptor, Path file) {
    try {
      return Files.isSameFile(descriptor, file);
    } catch (IOException e) {
      return false;
    }
  }
}
