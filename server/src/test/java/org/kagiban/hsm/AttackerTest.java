package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.hsm.RunningHsm.get;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.custody.TransportKey;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** Invariant sealed, against somebody who holds the user PIN. */
@ExtendWith(HsmContract.class)
class AttackerTest {
  private static RunningHsm hsm;

  @BeforeAll
  static void start(HsmKind kind) {
    hsm = new RunningHsm(kind.initialised().config());
    SeedFile file = new SeedFile();
    try (TransportKey key = file.openIn(hsm.custody)) {
      get(key.keep(List.of(file.seal("KEPT", HashAlgorithm.SHA1, SeedFile.random(20)))));
    }
    byte[] device = TestKeys.rsa(2048).getPublic().getEncoded();
    get(hsm.custody.generate(SeedFile.token("MADE"), SeedFile.profile(HashAlgorithm.SHA1), device));
  }

  @AfterAll
  static void stop() {
    hsm.close();
  }

  static Stream<String> seeds() {
    return Stream.of("KEPT", "MADE");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readValue_ofSeed_isRefused(String seed) {
    refused(seed, (session, key) -> session.bytes(key, CKA_VALUE), "C_GetAttributeValue");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void wrap_seedUnderOwnKey_isRefused(String seed) {
    refused(
        seed,
        (session, key) -> {
          Template own =
              new Template()
                  .number(CKA_VALUE_LEN, 32)
                  .flag(CKA_TOKEN, false)
                  .flag(CKA_WRAP, true)
                  .flag(CKA_DECRYPT, true);
          long wrapping = session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), own);
          return session.thenDestroy(
              wrapping, () -> session.wrap(Mechanisms.keyWrapPad(), wrapping, key));
        },
        "C_WrapKey");
  }

  /** Whether seeds may leave under trusted keys, and no others; else they may not at all. */
  private static boolean trustedOnly() {
    return hsm.partition.generation().seedLock().trustedOnly();
  }

  /** What keeps a seed from leaving under an own key. */
  private static long bond() {
    return trustedOnly() ? CKA_WRAP_WITH_TRUSTED : CKA_EXTRACTABLE;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void copy_seedMadeReadable_isRefused(String seed) {
    for (Template weaker :
        List.of(
            new Template().flag(CKA_TOKEN, false).flag(CKA_SENSITIVE, false),
            new Template().flag(CKA_TOKEN, false).flag(bond(), !trustedOnly()))) {
      refused(seed, (session, key) -> session.copy(key, weaker), "C_CopyObject");
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void change_attributesOfSeed_isRefused(String seed) {
    CK_ATTRIBUTE[] derive = {new CK_ATTRIBUTE(CKA_DERIVE, true)};
    refused(
        seed,
        (session, key) ->
            HsmSession.run(
                "C_SetAttributeValue",
                () -> {
                  var pkcs11 = session.generation().instance().pkcs11();
                  pkcs11.C_SetAttributeValue(session.handle(), key, derive);
                  return true;
                }),
        "C_SetAttributeValue");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void attributes_ofSeed_areReadBackAsAsked(String seed) {
    Map<String, Boolean> flags = item(seed).flags();
    assertThat(flags)
        .containsEntry("CKA_PRIVATE", true)
        .containsEntry("CKA_SENSITIVE", true)
        .containsEntry("CKA_EXTRACTABLE", trustedOnly())
        .containsEntry("CKA_SIGN", true);
    for (String off :
        List.of(
            "CKA_MODIFIABLE",
            "CKA_VERIFY",
            "CKA_ENCRYPT",
            "CKA_DECRYPT",
            "CKA_WRAP",
            "CKA_UNWRAP",
            "CKA_DERIVE")) {
      assertThat(flags).containsEntry(off, false);
    }
    if (trustedOnly()) {
      assertThat(flags).containsEntry("CKA_WRAP_WITH_TRUSTED", true);
    }
    assertThat(item(seed).label()).isEqualTo("kagiban-seed/" + seed);
  }

  @Test
  void attributes_ofImportKey_allowUnwrappingOnly() {
    HsmInventory.Item key =
        HsmInventory.read(hsm.partition).objects().stream()
            .filter(o -> o.kind().equals("private key"))
            .findFirst()
            .orElseThrow();
    assertThat(key.label()).isEqualTo("kagiban-import");
    assertThat(key.flags())
        .containsEntry("CKA_UNWRAP", true)
        .containsEntry("CKA_DECRYPT", false)
        .containsEntry("CKA_SIGN", false)
        .containsEntry("CKA_SENSITIVE", true)
        .containsEntry("CKA_EXTRACTABLE", false)
        .containsEntry("CKA_MODIFIABLE", false);
  }

  private interface Attack {
    Object run(HsmSession session, long key);
  }

  private static void refused(String seed, Attack attack, String function) {
    assertThatThrownBy(
            () ->
                hsm.partition.setUp(
                    s -> attack.run(s, s.generation().seeds().get(new SeedRef(seed)))))
        .isInstanceOf(HsmException.class)
        .hasMessageContaining(function + ": CKR_");
  }

  private static HsmInventory.Item item(String seed) {
    return HsmInventory.read(hsm.partition).objects().stream()
        .filter(o -> o.id().equals(seed))
        .findFirst()
        .orElseThrow();
  }
}
