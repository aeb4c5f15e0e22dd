package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kagiban.token.HashAlgorithm;
import sun.security.pkcs11.wrapper.PKCS11;

/** What a provider file says is what that HSM does. */
@ExtendWith(HsmContract.class)
class ProviderFactsTest {
  private final Provider provider;
  private final HsmConfig config;
  private Partition partition;

  ProviderFactsTest(HsmKind kind) {
    this.provider = kind.provider();
    this.config = kind.initialised().config();
  }

  @BeforeEach
  void open() {
    partition = Partition.open(config, SoftHsm.pin());
  }

  @AfterEach
  void close() {
    partition.close();
  }

  private byte[] hmacWithKeyOf(int bytes, HashAlgorithm algorithm) {
    byte[] value = new byte[bytes];
    value[0] = 1;
    Template key = SeedObjects.macKey(false, true).bytes(CKA_VALUE, value);
    return partition.setUp(s -> s.hmac(algorithm, s.create(key), new byte[8]));
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void smallestHmacKey_isTakenAndNoShorterOne(HashAlgorithm algorithm) {
    int smallest = provider.quirks().smallestKey(algorithm);
    assertThat(hmacWithKeyOf(smallest, algorithm)).hasSize(algorithm.size());
    if (smallest > 1) {
      assertThatThrownBy(() -> hmacWithKeyOf(smallest - 1, algorithm))
          .isInstanceOfSatisfying(
              HsmException.class, e -> assertThat(e.code()).isEqualTo(Ckr.KEY_SIZE_RANGE));
    }
  }

  @Test
  void privateObjects_withoutLogin_areSeenAsTheFileSays() throws Exception {
    long slot = partition.generation().slot();
    Template secrets = new Template().number(CKA_CLASS, CKO_SECRET_KEY).flag(CKA_TOKEN, true);
    assertThat(partition.<Integer>setUp(s -> s.find(secrets).size())).isEqualTo(1);
    PKCS11 pkcs11 = partition.generation().instance().pkcs11();
    partition.setUp(
        s ->
            HsmSession.run(
                "C_Logout",
                () -> {
                  pkcs11.C_Logout(s.handle());
                  return true;
                }));
    long session = pkcs11.C_OpenSession(slot, CKF_SERIAL_SESSION, null, null);
    pkcs11.C_FindObjectsInit(session, secrets.toArray());
    assertThat(pkcs11.C_FindObjects(session, 10).length == 0)
        .isEqualTo(provider.hidesPrivateObjects());
  }

  @Test
  void everyMechanism_isThere() {
    assertThat(partition.missing())
        .extracting(MissingFeature::mechanism)
        .noneMatch(name -> name.startsWith("CKM_"));
  }
}
