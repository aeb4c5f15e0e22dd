package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedSealerTest {
  private final SeedSealer sealer = new SeedSealer(Pskc.IMPORT_KEY.getPublic(), false);
  @TempDir private Path directory;

  @Test
  void seal_intoAFile_onlyItsOwnerMayReadIt() throws Exception {
    Path target = directory.resolve("sealed.xml");
    SealReport report = seal(Pskc.file("rfc6030-figure-10"), target);
    assertThat(report).isEqualTo(new SealReport(4, 4, 0));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    assertThat(Pskc.open(Files.readAllBytes(target))).hasSize(4);
    assertOnly("sealed.xml");
  }

  @Test
  void seal_targetExists_isRefusedAndKept() throws Exception {
    Path target = Files.writeString(directory.resolve("sealed.xml"), "mine");
    assertThatThrownBy(() -> seal(Pskc.file("rfc6030-figure-10"), target))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("mine");
    assertOnly("sealed.xml");
  }

  @Test
  void seal_targetAppearsMeanwhile_isRefusedAndKept() throws Exception {
    Path target = directory.resolve("sealed.xml");
    byte[] file = Pskc.file("seed-too-short");
    assertThatThrownBy(
            () ->
                sealer.seal(
                    new ByteArrayInputStream(file),
                    VendorKey.none(),
                    target,
                    refusal -> write(target)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("mine");
    assertOnly("sealed.xml");
  }

  @Test
  void seal_brokenFile_leavesNothing() throws Exception {
    assertThatThrownBy(() -> seal(Pskc.file("truncated"), directory.resolve("sealed.xml")))
        .isInstanceOf(PskcException.class);
    assertOnly();
  }

  @Test
  void seal_streamFails_leavesNothingAndSaysSo() throws Exception {
    byte[] file = Pskc.file("rfc6030-figure-10");
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(file, 0, 2000),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("stick pulled out");
              }

              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
              }
            });
    assertThatThrownBy(
            () ->
                sealer.seal(
                    failing, VendorKey.none(), directory.resolve("sealed.xml"), Pskc.UNEXPECTED))
        .isInstanceOf(IOException.class)
        .hasMessage("stick pulled out");
    assertOnly();
  }

  @Test
  void seal_nothingSealable_leavesNothing() throws Exception {
    Path target = directory.resolve("sealed.xml");
    assertThatThrownBy(
            () ->
                sealer.seal(
                    new ByteArrayInputStream(Pskc.file("rfc6030-figure-2")),
                    VendorKey.none(),
                    target,
                    refusal -> {}))
        .isInstanceOfSatisfying(
            PskcException.class,
            e -> assertThat(e.problem()).isEqualTo(PskcException.Problem.NOTHING_SEALED));
    assertOnly();
  }

  @Test
  void sealed_output_holdsNoSeed() throws Exception {
    String output =
        new String(
            Pskc.seal(Pskc.file("rfc6030-figure-10"), VendorKey.none()).file(),
            StandardCharsets.UTF_8);
    assertThat(output).doesNotContain("MTIzNDU2Nzg5MDEy", "PlainValue>MTI", "12345678901234567890");
  }

  @Test
  void seal_twice_usesFreshKeys() throws Exception {
    byte[] file = Pskc.file("rfc6030-figure-3");
    var first = Pskc.open(Pskc.seal(file, VendorKey.none()).file()).get(0).record();
    var second = Pskc.open(Pskc.seal(file, VendorKey.none()).file()).get(0).record();
    assertThat(first.wrapped()).isNotEqualTo(second.wrapped());
    assertThat(first.bindingMac()).isNotEqualTo(second.bindingMac());
  }

  @Test
  void seal_sealedFileAgain_isRefusedWithTheNextStep() throws Exception {
    byte[] sealed = Pskc.seal(Pskc.file("rfc6030-figure-3"), VendorKey.none()).file();
    assertThatThrownBy(() -> Pskc.seal(sealed, VendorKey.none()))
        .isInstanceOf(PskcException.class)
        .hasMessageContaining("kagiban seeds load");
  }

  @Test
  void sealer_shortOrOtherImportKey_isRefused() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    assertThatThrownBy(() -> new SeedSealer(rsa.generateKeyPair().getPublic(), false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SeedSealer(ec.generateKeyPair().getPublic(), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void seed_destroyed_isZeroAndNeverShown() {
    byte[] bytes = Pskc.RFC_SEED.clone();
    Seed seed = new Seed(bytes);
    assertThat(seed).hasToString("Seed[redacted]");
    assertThat(new Secret.Plain(seed).toString()).contains("redacted").doesNotContain("49, 50");
    seed.destroy();
    assertThat(bytes).containsOnly(0);
  }

  @Test
  void vendorKey_badOne_isRefusedAndNeverShown() {
    assertThatThrownBy(() -> VendorKey.preShared(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VendorKey.passphrase(new char[0]))
        .isInstanceOf(IllegalArgumentException.class);
    VendorKey key = VendorKey.passphrase("qwerty".toCharArray());
    assertThat(key).hasToString("VendorKey[redacted]");
    key.destroy();
    assertThat(key.passphrase()).containsOnly('\0');
  }

  private SealReport seal(byte[] file, Path target) throws Exception {
    return sealer.seal(new ByteArrayInputStream(file), VendorKey.none(), target, Pskc.UNEXPECTED);
  }

  private static void write(Path target) {
    try {
      Files.writeString(target, "mine");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }
}
