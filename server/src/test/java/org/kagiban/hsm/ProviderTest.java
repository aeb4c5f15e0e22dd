package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.yaml.ConfigException;

/** The provider files that are shipped, and what is refused in others. */
class ProviderTest {
  private static final Path FOLDER = HsmKind.SOFTHSM.file().resolveSibling(".").normalize();

  @TempDir private Path folder;

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void read_shippedFile_isWithoutMistake(Path file) throws ConfigException {
    Provider provider = Provider.read(file);
    assertThat(provider.libraries()).isNotEmpty().allMatch(Path::isAbsolute);
    assertThat(provider.knownLimits()).isNotEmpty();
  }

  @Test
  void shippedFiles_areThoseThatTestsRunOn() throws IOException {
    assertThat(shipped())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(HsmKind.values()).map(HsmKind::file).toList());
  }

  @Test
  void softHsm_builtIn_isTheShippedFile() {
    assertThat(Provider.softHsm()).isEqualTo(HsmKind.SOFTHSM.provider());
  }

  @ParameterizedTest
  @EnumSource(HsmKind.class)
  void gaps_ofShippedFile_nameTestsThatRunOnThatHsm(HsmKind kind) {
    for (String gap : kind.provider().gaps().keySet()) {
      String[] names = gap.split("\\.", 2);
      assertThat(tests(names[0])).as(gap).contains(names[1]);
    }
  }

  private static List<String> tests(String className) {
    try {
      Class<?> test = Class.forName("org.kagiban.hsm." + className);
      return Arrays.stream(test.getDeclaredMethods()).map(Method::getName).toList();
    } catch (ClassNotFoundException e) {
      return List.of();
    }
  }

  /** The page that custodians read is written from the same list that the tests go by. */
  @ParameterizedTest
  @EnumSource(HsmKind.class)
  void readme_ofProviderFiles_listsEveryLimitAndGap(HsmKind kind) throws IOException {
    String page = Files.readString(FOLDER.resolve("README.md"));
    StringBuilder wanted = new StringBuilder("<!-- from " + kind.file().getFileName() + " -->\n");
    wanted.append("Tried: ").append(kind.provider().tried());
    wanted.append(". Memory lost for each destroyed object until C_Finalize: ");
    wanted.append(kind.provider().quirks().leakedBytesPerObject()).append(" bytes.\n\n");
    kind.provider().knownLimits().forEach(limit -> wanted.append("- ").append(limit).append('\n'));
    if (!kind.provider().gaps().isEmpty()) {
      wanted.append("\n| test that does not hold | why |\n|---|---|\n");
      kind.provider()
          .gaps()
          .forEach((test, why) -> wanted.append("| `%s` | %s |\n".formatted(test, why)));
    }
    assertThat(page).contains(wanted.append("<!-- end -->\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          provider: SoftHSM     | name: SoftHSM       | provider: is missing
          locks-objects: true   | lock-objects: true  | did you mean 'locks-objects'?
          locks-objects: true   | # none              | locks-objects: is missing; write true or false
          locks-copies: true    | locks-copies: maybe | must be true or false
          key-wrap: pad         | key-wrap: gcm       | must be one of pad, kwp
          key-wrap: pad         | # none              | key-wrap: is missing
          sha1: 20              | sha1: 0             | from 1 to 64, not '0'
          sha1: 20              | # none              | smallest-hmac-key.sha1: is missing
          leaked-bytes-per-object: 240 | leaked-bytes-per-object: -1 | a whole number from 0
          - /usr/lib/softhsm/libsofthsm2.so | - libsofthsm2.so | must be absolute paths
          """)
  void read_fileWithAMistake_isRefused(String good, String bad, String message) throws IOException {
    String text = Files.readString(HsmKind.SOFTHSM.file());
    assertThat(text).contains(good);
    Path file = Files.writeString(folder.resolve("hsm.yaml"), text.replaceFirst(good, bad));
    assertThatThrownBy(() -> Provider.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void initializeWith_folder_putsItIn() {
    Provider nss = HsmKind.NSS.provider();
    assertThat(nss.initializeWith(Path.of("/var/keys"))).startsWith("configdir='sql:/var/keys' ");
    assertThatThrownBy(() -> nss.initializeWith(Path.of("/var/k' flags='nokeydb")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quotes");
    assertThatThrownBy(() -> nss.initializeWith(null)).hasMessageContaining("folder");
    assertThat(Provider.softHsm().initializeWith(null)).isEmpty();
  }
}
