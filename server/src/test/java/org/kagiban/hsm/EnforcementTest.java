package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** What keys that the security officer rules stand on: does this kind of HSM do it at all? */
@ExtendWith(HsmContract.class)
class EnforcementTest {
  private static final long WRAP_WITH_TRUSTED = 0x210;
  private static final long EDDSA = 0x1057;
  static Partition partition;

  @BeforeAll
  static void open(HsmKind kind) {
    partition = kind.create().open();
  }

  @AfterAll
  static void close() {
    partition.close();
  }

  private static Template wrappingKey() {
    return new Template().number(CKA_VALUE_LEN, 32).flag(CKA_TOKEN, false).flag(CKA_WRAP, true);
  }

  private static long aes(HsmSession session, Template template) {
    return session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), template);
  }

  private static byte[] wrapUnderOwnKey(HsmSession session, Template seed) {
    long key =
        session.generateKey(
            new CK_MECHANISM(CKM_GENERIC_SECRET_KEY_GEN), seed.number(CKA_VALUE_LEN, 20));
    long own = aes(session, wrappingKey());
    return session.wrap(Mechanisms.keyWrapPad(), own, key);
  }

  @Test
  void wrap_extractableKeyUnderOwnKey_isDone() {
    byte[] wrapped = partition.setUp(s -> wrapUnderOwnKey(s, SeedObjects.macKey(false, true)));
    assertThat(wrapped).hasSize(32);
  }

  @Test
  void wrap_keyForTrustedKeysOnly_isRefusedUnderOwnKey() {
    Template seed = SeedObjects.macKey(false, true).flag(WRAP_WITH_TRUSTED, true);
    assertThatThrownBy(() -> partition.setUp(s -> wrapUnderOwnKey(s, seed)))
        .isInstanceOf(HsmException.class)
        .hasMessageContaining("C_WrapKey: CKR_");
  }

  @Test
  void generate_trustedKeyAsUser_isRefused() {
    assertThatThrownBy(() -> partition.setUp(s -> aes(s, wrappingKey().flag(CKA_TRUSTED, true))))
        .isInstanceOf(HsmException.class)
        .hasMessageContaining("C_GenerateKey: CKR_");
  }

  @Test
  void generate_keyThatMayNotBeCopied_isMadeSo() {
    Template lasting =
        new Template()
            .number(CKA_VALUE_LEN, 32)
            .flag(CKA_TOKEN, true)
            .flag(CKA_PRIVATE, true)
            .flag(CKA_COPYABLE, false);
    boolean copyable =
        partition.setUp(
            s -> {
              long key = aes(s, lasting);
              return s.thenDestroy(key, () -> s.flag(key, CKA_COPYABLE));
            });
    assertThat(copyable).isFalse();
  }

  @Test
  void mechanisms_forCheckpoints_areThere() {
    Generation open = partition.generation();
    long[] mechanisms =
        HsmSession.run(
            "C_GetMechanismList", () -> open.instance().pkcs11().C_GetMechanismList(open.slot()));
    assertThat(Arrays.stream(mechanisms)).contains(EDDSA);
  }
}
