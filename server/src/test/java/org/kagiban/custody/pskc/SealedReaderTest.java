package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.custody.pskc.PskcException.Problem;

class SealedReaderTest {
  private final String sealed = sealed();

  @Test
  void read_sealedFile_namesTheHsmItIsFor() throws Exception {
    byte[] spki = Pskc.IMPORT_KEY.getPublic().getEncoded();
    try (SealedReader reader = new SealedReader(stream(sealed))) {
      assertThat(reader.header().importKeyFingerprint())
          .isEqualTo(SealedHeader.fingerprint(spki))
          .matches("sha256:[0-9a-f]{64}");
      assertThat(reader.header().isFor(spki)).isTrue();
      spki[40] ^= 1;
      assertThat(reader.header().isFor(spki)).isFalse();
      assertThat(reader.header().wrappedTransportKey()).hasSize(256);
      assertThat(reader.header().wrappedMacKey()).hasSize(40);
    }
  }

  /** Both at the header: no seed is looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"rfc6030-figure-3", "rfc6030-figure-6", "rfc6030-figure-7"})
  void read_vendorFile_isRefusedWithTheNextStep(String file) throws Exception {
    byte[] bytes = Pskc.file(file);
    assertThatThrownBy(() -> new SealedReader(new ByteArrayInputStream(bytes)))
        .isInstanceOfSatisfying(
            PskcException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_SEALED))
        .hasMessageContaining("kagiban seeds seal")
        .hasMessageNotContaining("MTIz");
  }

  @Test
  void read_plaintextSeedInSealedFile_stopsTheFileBeforeItIsDecoded() {
    // Not even base64: were it read, that would be another complaint.
    String mixed =
        sealed.replaceFirst("<Secret>.*?</Secret>", "<Secret><PlainValue>*</PlainValue></Secret>");
    assertThatThrownBy(() -> readAll(mixed, new ArrayList<>()))
        .isInstanceOfSatisfying(
            PskcException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_SEALED));
  }

  @Test
  void read_vendorEncryptedSeedInSealedFile_stopsTheFile() {
    String mixed =
        sealed.replaceAll(
            "(<Secret><EncryptedValue>.*?Algorithm=\")[^\"]*",
            "$1http://www.w3.org/2001/04/xmlenc#aes128-cbc");
    assertThatThrownBy(() -> readAll(mixed, new ArrayList<>()))
        .isInstanceOfSatisfying(
            PskcException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_SEALED));
  }

  @ParameterizedTest
  @CsvSource({
    "<ValueMAC>.*?</ValueMAC>, '', MAC_MISSING",
    "<ValueMAC>.*?</ValueMAC>, <ValueMAC>AAAA</ValueMAC>, BAD_SEAL",
    "(<Secret>.*?<xenc:CipherValue>)[^<]*, $1AAAA, BAD_SEAL",
    "Length=\"8\", Length=\"9\", FORMAT_UNSUPPORTED",
  })
  void read_changedRecord_isRefusedAndTheNextRead(String regex, String by, RefusalReason reason)
      throws Exception {
    List<Refusal> refusals = new ArrayList<>();
    List<SealedRecord> records = readAll(sealed.replaceFirst(regex, by), refusals);
    assertThat(refusals).extracting(Refusal::reason).containsExactly(reason);
    assertThat(refusals.get(0).record()).isEqualTo(1);
    assertThat(records).hasSize(3);
    assertThat(records.get(0).record()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-oaep-mgf1p, rsa-1_5",
    "xmldsig#sha1, xmldsig#sha256",
    "sha256:, md5:",
    "kw-aes-256-pad, kw-aes-128-pad",
    "(<MACKey>.*?<xenc:CipherValue>)[^<]*, $1AAAA",
  })
  void read_changedHeader_isRefused(String regex, String by) {
    assertThatThrownBy(() -> readAll(sealed.replaceFirst(regex, by), new ArrayList<>()))
        .isInstanceOfSatisfying(
            PskcException.class, e -> assertThat(e.problem()).isEqualTo(Problem.BAD_STRUCTURE));
  }

  /** Everything that the binding MAC covers shows in the bound data, so the HSM notices. */
  @ParameterizedTest
  @CsvSource({
    "<SerialNo>654321, <SerialNo>654322",
    "pskc:hotp, pskc:totp",
    "HMAC-SHA1, HMAC-SHA256",
    "Length=\"8\", Length=\"7\"",
    "<PlainValue>0</PlainValue>, <PlainValue>1</PlainValue>",
    "<StartDate>2006-05-01T00:00:00Z, <StartDate>2006-05-01T00:00:00.1Z",
    "<ExpiryDate>2006-05-31T00:00:00Z</ExpiryDate>, ''",
  })
  void boundData_anyBoundFieldChanged_differs(String regex, String by) throws Exception {
    byte[] before = readAll(sealed, new ArrayList<>()).get(0).boundData();
    byte[] after = readAll(sealed.replaceFirst(regex, by), new ArrayList<>()).get(0).boundData();
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void boundData_ofAKnownRecord_hasTheDocumentedBytes() throws Exception {
    SealedRecord record = readAll(sealed, new ArrayList<>()).get(0);
    assertThat(HEX.formatHex(record.boundData()))
        .isEqualTo(
            ("00000017" + ascii("kagiban pskc binding v1"))
                + ("00000006" + ascii("654321"))
                + ("00000004" + ascii("HOTP"))
                + ("00000004" + ascii("SHA1"))
                + "0000000400000008"
                + "0000000400000000"
                + "000000080000000000000000"
                // 2006-05-01 and 2006-05-31, in seconds since 1970.
                + "0000000c"
                + "0000000044554f80"
                + "00000000"
                + "0000000c"
                + "00000000447cdc80"
                + "00000000"
                + ("00000020" + HEX.formatHex(record.wrapped())));
  }

  /** Invariant sealed: whatever the server can reach from here has no cipher at all. */
  @Test
  void sealedReader_reaches_noCryptography() {
    JavaClasses classes = new ClassFileImporter().importPackages("org.kagiban.custody.pskc");
    Set<String> reached = new HashSet<>();
    Deque<JavaClass> open = new ArrayDeque<>(List.of(classes.get(SealedReader.class)));
    while (!open.isEmpty()) {
      JavaClass next = open.pop();
      if (reached.add(next.getName())) {
        next.getDirectDependenciesFromSelf()
            .forEach(
                d -> {
                  JavaClass target = d.getTargetClass().getBaseComponentType();
                  if (target.getName().startsWith("java") || classes.contain(target.getName())) {
                    open.add(target);
                  }
                });
      }
    }
    assertThat(reached)
        .contains(PskcReader.class.getName(), BoundData.class.getName())
        .noneMatch(name -> name.startsWith("javax.crypto"))
        .doesNotContain(
            SeedOpener.class.getName(), VendorCipher.class.getName(), VendorKey.class.getName());
  }

  private static final java.util.HexFormat HEX = java.util.HexFormat.of();

  private static String ascii(String text) {
    return HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<SealedRecord> readAll(String file, List<Refusal> refusals) throws Exception {
    try (SealedReader reader = new SealedReader(stream(file))) {
      List<SealedRecord> records = new ArrayList<>();
      SealedRecord record;
      while ((record = reader.next(refusals::add)) != null) {
        records.add(record);
      }
      return records;
    }
  }

  private static ByteArrayInputStream stream(String file) {
    return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
  }

  private static String sealed() {
    try {
      return new String(
          Pskc.seal(Pskc.file("rfc6030-figure-10"), VendorKey.none()).file(),
          StandardCharsets.UTF_8);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
