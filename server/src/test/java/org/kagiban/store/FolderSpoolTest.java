package org.kagiban.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.custody.batch.Spool;

class FolderSpoolTest {
  /** SHA-256 of "abc", FIPS 180-2. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  private final MutableClock clock = new MutableClock(Tokens.NOW);
  private Path place;
  private FolderSpool spool;

  @BeforeEach
  void open() throws IOException {
    place = folder.resolve("spool");
    spool = new FolderSpool(place, clock);
  }

  private String receive(String text) throws IOException {
    try (Spool.Incoming incoming = spool.receive()) {
      incoming.write(text.getBytes(UTF_8));
      return incoming.keep();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void keep_file_standsUnderItsHashForTheServerAlone() throws IOException {
    assertThat(receive("abc")).isEqualTo(ABC);
    assertThat(names()).containsExactly(ABC + ".pskc");
    assertThat(mode(place)).isEqualTo("rwx------");
    assertThat(mode(place.resolve(ABC + ".pskc"))).isEqualTo("rw-------");
    try (InputStream in = spool.open(ABC)) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("abc");
    }
  }

  @Test
  void close_withoutKeep_leavesNothing() throws IOException {
    try (Spool.Incoming incoming = spool.receive()) {
      incoming.write(1);
      assertThat(names()).hasSize(1);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void keep_sameContentAgain_staysAndCountsAsReceivedNow() throws IOException {
    receive("abc");
    clock.advance(Duration.ofDays(3));
    receive("abc");
    assertThat(names()).containsExactly(ABC + ".pskc");
    assertThat(spool.list()).containsExactly(new Spool.Entry(ABC, clock.instant()));
  }

  @Test
  void keep_fileOfThatNameWithOtherContent_isRefusedAndNotOverwritten() throws IOException {
    receive("abc");
    Files.writeString(place.resolve(ABC + ".pskc"), "other");
    assertThatThrownBy(() -> receive("abc"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("somebody changed it");
    assertThat(place.resolve(ABC + ".pskc")).hasContent("other");
    assertThat(names()).hasSize(1);
  }

  @Test
  void delete_file_isGoneAndCountsAsGoneAgain() throws IOException {
    receive("abc");
    spool.delete(ABC);
    spool.delete(ABC);
    assertThatThrownBy(() -> spool.open(ABC)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void open_nameThatIsNoHash_isRefused() {
    assertThatThrownBy(() -> spool.open("../kagiban.db"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void start_whatACrashedUploadLeft_goesAfterADayButNotBefore() throws IOException {
    Path left = Files.writeString(place.resolve("x" + FolderSpool.INCOMING), "half");
    Files.setLastModifiedTime(left, FileTime.from(clock.instant()));
    spool = new FolderSpool(place, clock);
    assertThat(left).exists();
    clock.advance(Duration.ofDays(2));
    spool = new FolderSpool(place, clock);
    assertThat(left).doesNotExist();
  }
}
