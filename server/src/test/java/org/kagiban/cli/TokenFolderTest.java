package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

final class TokenFolderTest {
  private static final TokenProfile PROFILE =
      new TokenProfile(OtpType.TOTP, HashAlgorithm.SHA256, 8, 60);

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void saveAToken() throws GeneralSecurityException {
    folder = parent.resolve("deep").resolve("token");
    KeyPair pair = SoftwareTokenTest.newKey();
    byte[] wrapped = SoftwareTokenTest.wrap(new byte[32], pair.getPublic(), "SHA-1");
    new TokenFolder(folder).save("VSST12345678", PROFILE, wrapped, pair.getPrivate());
  }

  @Test
  void open_savedToken_isTheSameToken() throws GeneralSecurityException {
    SoftwareToken token = new TokenFolder(folder).open(Clock.systemUTC());

    assertThat(token.id()).isEqualTo("VSST12345678");
    assertThat(token.profile()).isEqualTo(PROFILE);
    assertThat(token.code(5))
        .isEqualTo(SoftwareToken.of("any", PROFILE, new byte[32], Clock.systemUTC()).code(5));
  }

  @Test
  void save_keyAndSeed_areForTheirOwnerOnly() throws IOException {
    assertThat(mode("key.pem")).isEqualTo("rw-------");
    assertThat(mode("token.properties")).isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void save_overAToken_isRefusedAndChangesNothing() throws Exception {
    byte[] before = Files.readAllBytes(folder.resolve("key.pem"));
    KeyPair other = SoftwareTokenTest.newKey();

    assertThatThrownBy(
            () ->
                new TokenFolder(folder)
                    .save("VSST00000000", PROFILE, new byte[256], other.getPrivate()))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("exists already");
    assertThat(Files.readAllBytes(folder.resolve("key.pem"))).isEqualTo(before);
  }

  @Test
  void open_emptyFolder_saysHowToMakeAToken() {
    assertThatThrownBy(() -> new TokenFolder(parent.resolve("none")).open(Clock.systemUTC()))
        .hasMessageContaining("kagiban token create");
  }

  @Test
  void open_damagedKey_saysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("key.pem"), "no key");

    assertThatThrownBy(() -> new TokenFolder(folder).open(Clock.systemUTC()))
        .hasMessageContaining("damaged")
        .hasMessageContaining("make a new one");
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}
