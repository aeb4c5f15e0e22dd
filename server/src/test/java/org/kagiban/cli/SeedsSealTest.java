package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Cli.Run;
import org.kagiban.demo.DemoCommand;

/** {@code kagiban seeds seal}, with the demo's sample file. */
final class SeedsSealTest {
  /** The sample's seed in base64 and as text: RFC 6238, appendix B. */
  private static final String SEED = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=";

  @TempDir private Path folder;
  private Path vendor;
  private Path importKey;
  private Path sealed;
  private byte[] der;

  @BeforeEach
  void prepare() throws IOException, GeneralSecurityException {
    vendor = folder.resolve("vendor.xml");
    try (InputStream in = DemoCommand.class.getResourceAsStream("sample.pskc.xml")) {
      Files.write(vendor, Objects.requireNonNull(in).readAllBytes());
    }
    der = SoftwareTokenTest.newKey().getPublic().getEncoded();
    importKey = folder.resolve("import-key.pem");
    PublicKeyFile.write(importKey, der);
    sealed = folder.resolve("sealed.xml");
  }

  @Test
  void seal_sampleFile_holdsNoSeedAfterwards() throws IOException {
    Run run = seal();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("2 sealed  0 refused  in " + sealed + "\n");
    assertThat(run.exit()).isEqualTo(Exit.OK);
    String text = Files.readString(sealed);
    assertThat(text)
        .contains("DEMO00000001", "DEMO00000002")
        .doesNotContain(SEED, "12345678901234567890");
  }

  @Test
  void seal_existingTarget_isRefused() throws IOException {
    Files.writeString(sealed, "earlier");

    Run run = seal();

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("exists already");
    assertThat(sealed).hasContent("earlier");
  }

  @Test
  void seal_fingerprintOfTheCeremony_isCompared() {
    String right = PublicKeyFile.fingerprint(der);
    String wrong = "0".repeat(64);

    Run refused = seal("--fingerprint", wrong);

    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
    assertThat(refused.err()).contains("has the fingerprint " + right);
    assertThat(sealed).doesNotExist();
    assertThat(seal("--fingerprint", right).exit()).isEqualTo(Exit.OK);
  }

  @Test
  void seal_notAKey_saysWhereToGetIt() throws IOException {
    Files.writeString(importKey, "no key");

    Run run = seal();

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("kagiban seeds import-key --out");
  }

  @Test
  void seal_notPskc_saysWhatIsWrongAndLeavesNoFile() throws IOException {
    Files.writeString(vendor, "<html/>");

    Run run = seal();

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains(vendor.toString());
    assertThat(sealed).doesNotExist();
  }

  @Test
  void seal_keyFileThatOthersMayRead_isRefused() throws IOException {
    Path key = Files.writeString(folder.resolve("vendor.key"), "00".repeat(16));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    Run run = seal("--key-file", key.toString());

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("chmod 600 " + key);
  }

  @Test
  void seal_keyFileThatIsNoKey_doesNotQuoteIt() {
    Path key = folder.resolve("vendor.key");
    NewFiles.write(key, "5ecre7-that-is-no-hex", NewFiles.PRIVATE);

    Run run = seal("--key-file", key.toString());

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("16, 24 or 32 bytes in hexadecimal").doesNotContain("5ecre7");
  }

  @Test
  void seal_twoKeySources_areRefused() {
    Run run = seal("--key-file", "a", "--ask-passphrase");

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("give one of");
  }

  @Test
  void seal_components_areAskedOfEachCustodianAndNeverShown() throws IOException {
    String one = "00112233445566778899aabbccddeeff";
    // XORed they are the key of figure 6.
    String two = "1225744bd4475221f009b88f9aa57eed";
    vendorSends("rfc6030-figure-6");
    ScriptedPrompts prompts = new ScriptedPrompts(one, two, "yes");

    Run run = seal(prompts, "--components", "2", "--key-bits", "128");

    assertThat(prompts.left()).isZero();
    assertThat(prompts.screen())
        .contains("Component 2 of 2, custodian 2: ")
        .contains("AES-CMAC")
        .doesNotContain(one)
        .doesNotContain(two);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("1 sealed  0 refused  in " + sealed + "\n");
    assertThat(run.exit()).isEqualTo(Exit.OK);
  }

  @Test
  void seal_componentMistyped_isFoundByTheFilesMac() throws IOException {
    vendorSends("rfc6030-figure-6");
    String one = "00112233445566778899aabbccddeeff";
    String two = "0f0e0d0c0b0a09080706050403020100";

    Run run = seal(new ScriptedPrompts(one, two, "yes"), "--components", "2", "--key-bits", "128");

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.out() + run.err()).contains("MAC");
  }

  private void vendorSends(String figure) throws IOException {
    try (InputStream in = SeedsSealTest.class.getResourceAsStream("/pskc/" + figure + ".xml")) {
      Files.write(vendor, Objects.requireNonNull(in).readAllBytes());
    }
  }

  @Test
  void seal_componentsWithoutATerminal_areRefused() {
    Run run = seal("--components", "2");

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("run this at a terminal");
  }

  @Test
  void seal_componentsThatAreNotAgreedTo_sealNothing() {
    Run run =
        seal(new ScriptedPrompts("11".repeat(32), "22".repeat(32), "no"), "--components", "2");

    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(sealed).doesNotExist();
  }

  @Test
  void publicKeyPem_isReadByOtherTools() throws Exception {
    String text = Files.readString(importKey, StandardCharsets.US_ASCII);

    assertThat(text)
        .startsWith("-----BEGIN PUBLIC KEY-----\n")
        .endsWith("-----END PUBLIC KEY-----\n");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
    assertThat(PublicKeyFile.read(importKey, null).getEncoded()).isEqualTo(der);
  }

  private Run seal(String... more) {
    return seal(ScriptedPrompts.nobody(), more);
  }

  private Run seal(Prompts prompts, String... more) {
    String[] first = {
      "seeds",
      "seal",
      "--import-key",
      importKey.toString(),
      "--out",
      sealed.toString(),
      vendor.toString()
    };
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Cli.run(prompts, null, all);
  }
}
