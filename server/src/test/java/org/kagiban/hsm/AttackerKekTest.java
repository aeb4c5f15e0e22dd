package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * Invariant sealed, against somebody who holds the user PIN, the wrapped seeds and the whole
 * configuration, but not the security officer's PIN. Each attempt names what the HSM answers.
 */
class AttackerKekTest {
  private static final String KEK = "kagiban-kek-1";
  private static final String NEXT_KEK = "kagiban-kek-2";

  private static SoftHsm hsm;
  private static Partition partition;
  private static byte[] row;
  private static byte[] mac;

  /** What the attacker has: a session, both KEKs' handles, a seed unwrapped and one that stays. */
  private record Loot(HsmSession session, Attacker self, long kek, long nextKek, long seed) {
    long unwrap(Template template) {
      return session.unwrap(Mechanisms.keyWrapPad(), kek, row, template);
    }
  }

  private record Attack(String name, Function<Loot, Object> attempt, String answer) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() {
    hsm = SoftHsm.create();
    try (OfficerSession officer = hsm.officer()) {
      officer.generateKek(KEK, "one");
      officer.generateKek(NEXT_KEK, "two");
    }
    partition = hsm.open();
    List<byte[]> rowAndMac =
        partition.setUp(
            session -> {
              long seed = Seeds.generate(session);
              return List.of(Seeds.wrap(session, KEK, seed), Seeds.mac(session, seed));
            });
    row = rowAndMac.get(0);
    mac = rowAndMac.get(1);
  }

  @AfterAll
  static void stop() {
    partition.close();
  }

  private static Object with(Function<Loot, Object> use) {
    return partition.setUp(
        session -> {
          long kek = Kek.find(session, KEK).handle();
          long next = Kek.find(session, NEXT_KEK).handle();
          long seed = session.unwrap(Mechanisms.keyWrapPad(), kek, row, Seeds.template());
          return use.apply(new Loot(session, new Attacker(session), kek, next, seed));
        });
  }

  @Test
  void legitimate_unwrapComputeAndRewrap_works() {
    byte[] rotated =
        (byte[])
            with(
                loot -> {
                  assertThat(Seeds.mac(loot.session, loot.seed)).isEqualTo(mac);
                  return Seeds.wrap(loot.session, NEXT_KEK, loot.seed);
                });
    assertThat(partition.<byte[]>setUp(s -> Seeds.mac(s, Seeds.unwrap(s, NEXT_KEK, rotated))))
        .isEqualTo(mac);
  }

  @Test
  void legitimate_ownKeyWithoutProtection_leavesUnderAnOwnKey() {
    Object wrapped =
        with(
            loot ->
                loot.self.wrapUnder(
                    loot.self.ownKey(new Template().flag(CKA_TOKEN, false)),
                    loot.self.knownKey(false)));
    assertThat((byte[]) wrapped).hasSize(40);
  }

  static Stream<Attack> unwrapping() {
    String refused = "C_UnwrapKey: CKR_TEMPLATE_INCONSISTENT (0xd1)";
    Template bare =
        new Template().number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_GENERIC_SECRET);
    return Stream.of(
        attack("nothing but a key", l -> l.unwrap(bare), refused),
        attack(
            "extractable, under any key",
            l -> l.unwrap(Seeds.template().flag(CKA_WRAP_WITH_TRUSTED, false)),
            refused),
        attack(
            "extractable, saying nothing of trust",
            l -> l.unwrap(SeedObjects.macKey(false, true)),
            refused),
        attack(
            "not sensitive", l -> l.unwrap(Seeds.template().flag(CKA_SENSITIVE, false)), refused),
        attack(
            "not sensitive, not extractable",
            l -> l.unwrap(Seeds.template().flag(CKA_SENSITIVE, false).flag(CKA_EXTRACTABLE, false)),
            refused),
        attack(
            "for all to see, on disk",
            l -> l.unwrap(Seeds.template().flag(CKA_PRIVATE, false).flag(CKA_TOKEN, true)),
            refused),
        attack("as a key that decrypts", l -> l.unwrap(aes()), refused),
        attack(
            "not sensitive, by RFC 3394",
            l ->
                l.session.unwrap(
                    new CK_MECHANISM(CKM_AES_KEY_WRAP),
                    l.kek,
                    row,
                    Seeds.template().flag(CKA_SENSITIVE, false)),
            refused));
  }

  private static Template aes() {
    return new Template()
        .number(CKA_CLASS, CKO_SECRET_KEY)
        .number(CKA_KEY_TYPE, CKK_AES)
        .flag(CKA_TOKEN, false)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, true)
        .flag(CKA_WRAP_WITH_TRUSTED, true)
        .flag(CKA_DECRYPT, true);
  }

  @ParameterizedTest
  @MethodSource("unwrapping")
  void unwrap_rowWeaker_isRefused(Attack attack) {
    refused(attack);
  }

  static Stream<Attack> wrapping() {
    String refused = "C_WrapKey: CKR_KEY_NOT_WRAPPABLE (0x69)";
    return Stream.of(
        attack(
            "seed under an own session key",
            l -> l.self.wrapUnder(l.self.ownKey(new Template().flag(CKA_TOKEN, false)), l.seed),
            refused),
        attack(
            "seed under an own token key",
            l -> l.self.wrapUnder(l.self.ownKey(new Template().flag(CKA_TOKEN, true)), l.seed),
            refused),
        attack("seed under a foreign public key", l -> l.self.wrapUnderForeign(l.seed), refused),
        attack("KEK under itself", l -> l.self.wrapUnder(l.kek, l.kek), refused),
        attack("KEK under the next KEK", l -> l.self.wrapUnder(l.nextKek, l.kek), refused),
        attack(
            "KEK under an own key",
            l -> l.self.wrapUnder(l.self.ownKey(new Template().flag(CKA_TOKEN, false)), l.kek),
            refused));
  }

  @ParameterizedTest
  @MethodSource("wrapping")
  void wrap_forOneself_isRefused(Attack attack) {
    refused(attack);
  }

  static Stream<Attack> reading() {
    String sensitive = "C_GetAttributeValue: CKR_ATTRIBUTE_SENSITIVE (0x11)";
    return Stream.of(
        attack("the seed's value", l -> l.session.bytes(l.seed, CKA_VALUE), sensitive),
        attack("the KEK's value", l -> l.session.bytes(l.kek, CKA_VALUE), sensitive),
        attack(
            "the row, decrypted by hand with the KEK",
            l -> l.self.decryptWith(l.kek),
            "C_DecryptInit: CKR_KEY_FUNCTION_NOT_PERMITTED (0x68)"),
        attack(
            "a key derived from the KEK",
            l -> l.self.deriveFrom(l.kek),
            "C_DeriveKey: CKR_KEY_FUNCTION_NOT_PERMITTED (0x68)"),
        attack(
            "a key derived from the seed, made derivable",
            l -> {
              l.self.set(l.seed, CKA_DERIVE, true);
              return l.self.deriveFrom(l.seed);
            },
            "C_DeriveKey: CKR_KEY_TYPE_INCONSISTENT (0x63)"));
  }

  @ParameterizedTest
  @MethodSource("reading")
  void read_somehow_isRefused(Attack attack) {
    refused(attack);
  }

  static Stream<Attack> changing() {
    String copy = "C_CopyObject: CKR_ATTRIBUTE_READ_ONLY (0x10)";
    String set = "C_SetAttributeValue: CKR_ATTRIBUTE_READ_ONLY (0x10)";
    String never = "C_CopyObject: CKR_ACTION_PROHIBITED (0x1b)";
    String locked = "C_SetAttributeValue: CKR_ACTION_PROHIBITED (0x1b)";
    return Stream.of(
        attack(
            "copy seed, free to leave", l -> copy(l, l.seed, CKA_WRAP_WITH_TRUSTED, false), copy),
        attack("copy seed, readable", l -> copy(l, l.seed, CKA_SENSITIVE, false), copy),
        attack("seed, free to leave", l -> l.self.set(l.seed, CKA_WRAP_WITH_TRUSTED, false), set),
        attack("seed, readable", l -> l.self.set(l.seed, CKA_SENSITIVE, false), set),
        attack("copy KEK, decrypting", l -> copy(l, l.kek, CKA_DECRYPT, true), never),
        attack("copy KEK as it is", l -> copy(l, l.kek, CKA_TOKEN, false), never),
        attack("KEK, decrypting", l -> l.self.set(l.kek, CKA_DECRYPT, true), locked),
        attack("KEK, deriving", l -> l.self.set(l.kek, CKA_DERIVE, true), locked),
        attack(
            "KEK without unwrap template",
            l -> l.self.set(l.kek, new CK_ATTRIBUTE(CKA_UNWRAP_TEMPLATE, new byte[0])),
            locked),
        attack(
            "KEK without wrap template",
            l -> l.self.set(l.kek, new CK_ATTRIBUTE(CKA_WRAP_TEMPLATE, new byte[0])),
            locked));
  }

  private static Object copy(Loot loot, long object, long type, boolean value) {
    return loot.session.copy(object, new Template().flag(CKA_TOKEN, false).flag(type, value));
  }

  @ParameterizedTest
  @MethodSource("changing")
  void change_seedOrKek_isRefused(Attack attack) {
    refused(attack);
  }

  static Stream<Attack> trusting() {
    return Stream.of(
        attack(
            "generated",
            l -> l.self.ownKey(new Template().flag(CKA_TOKEN, false).flag(CKA_TRUSTED, true)),
            "C_GenerateKey: CKR_ATTRIBUTE_READ_ONLY (0x10)"),
        attack(
            "created",
            l -> l.self.knownKey(true),
            "C_CreateObject: CKR_ATTRIBUTE_READ_ONLY (0x10)"),
        attack(
            "set afterwards",
            l -> l.self.set(l.self.knownKey(false), CKA_TRUSTED, true),
            "C_SetAttributeValue: CKR_ATTRIBUTE_READ_ONLY (0x10)"),
        attack(
            "copied",
            l -> copy(l, l.self.knownKey(false), CKA_TRUSTED, true),
            "C_CopyObject: CKR_ATTRIBUTE_READ_ONLY (0x10)"),
        attack(
            "unwrapped under an own key",
            l -> {
              long own = l.self.ownKey(new Template().flag(CKA_TOKEN, false));
              byte[] known = l.self.wrapUnder(own, l.self.knownKey(false));
              Template trusted = aes().flag(CKA_WRAP, true).flag(CKA_TRUSTED, true);
              return l.session.unwrap(Mechanisms.keyWrapPad(), own, known, trusted);
            },
            "C_UnwrapKey: CKR_ATTRIBUTE_READ_ONLY (0x10)"));
  }

  @ParameterizedTest
  @MethodSource("trusting")
  void trust_ownKey_isRefused(Attack attack) {
    refused(attack);
  }

  private static Attack attack(String name, Function<Loot, Object> attempt, String answer) {
    return new Attack(name, attempt, answer);
  }

  private static void refused(Attack attack) {
    assertThatThrownBy(() -> with(attack.attempt))
        .isInstanceOf(HsmException.class)
        .hasMessage(attack.answer);
  }
}
