package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.ComponentKey;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyCheck.Method;
import org.kagiban.custody.ceremony.KeyFacts;

class TransportKeysTest {
  @Test
  void transportKey_ofComponents_hasTheCheckValueThatTheCustodiansSaw() throws Exception {
    for (int bits : new int[] {128, 192, 256}) {
      try (Partition partition = SoftHsm.create().open()) {
        PartitionKeyMaker maker = new PartitionKeyMaker(partition);
        PublicKey importKey = publicKey(maker.importKey("c1"));
        ComponentKey key = components(bits);
        byte[] wrapped = wrap(importKey, key);
        KeyFacts facts = maker.transportKey("acme", "c2", wrapped, key.check());
        assertThat(facts.label()).isEqualTo("kagiban-vendor-acme");
        assertThat(facts.type()).isEqualTo("AES");
        assertThat(facts.check()).isEqualTo(key.check());
        assertThat(facts.attributes())
            .containsEntry("CKA_UNWRAP", true)
            .containsEntry("CKA_DECRYPT", false)
            .containsEntry("CKA_EXTRACTABLE", false)
            .containsEntry("CKA_SENSITIVE", true);
        assertThat(maker.transportKey("acme", "c2", wrapped, key.check()).check())
            .isEqualTo(key.check());
        assertThatThrownBy(() -> maker.transportKey("acme", "c3", wrapped, key.check()))
            .hasMessageContaining("label exists");
      }
    }
  }

  @Test
  void transportKey_otherCheckValueOrDamaged_isRefusedAndLeavesNothing() throws Exception {
    try (Partition partition = SoftHsm.create().open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      ComponentKey key = components(256);
      assertThatThrownBy(() -> maker.transportKey("acme", "c2", new byte[384], key.check()))
          .hasMessageContaining("no import key");
      byte[] wrapped = wrap(publicKey(maker.importKey("c1")), key);
      KeyCheck other = new KeyCheck(Method.AES_CMAC, "000000");
      assertThatThrownBy(() -> maker.transportKey("acme", "c2", wrapped, other))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("it is another key");
      wrapped[9] ^= 1;
      assertThatThrownBy(() -> maker.transportKey("acme", "c2", wrapped, key.check()))
          .isInstanceOf(KeyRefusedException.class)
          .hasMessageContaining("cannot be unwrapped");
      assertThatThrownBy(() -> maker.transportKey("Acme!", "c2", wrapped, key.check()))
          .isInstanceOf(KeyRefusedException.class);
      assertThat(maker.find("kagiban-vendor-acme")).isEmpty();
    }
  }

  private static ComponentKey components(int bits) {
    ComponentKey key = new ComponentKey(bits, 2);
    key.add("5a".repeat(bits / 8).toCharArray());
    key.add("96c3".repeat(bits / 16).toCharArray());
    return key;
  }

  private static PublicKey publicKey(KeyFacts facts) throws Exception {
    byte[] spki = facts.publicKey().orElseThrow();
    String algorithm = facts.type();
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
  }

  private static byte[] wrap(PublicKey importKey, ComponentKey key) {
    return key.use(
        bytes -> {
          try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, importKey);
            return cipher.doFinal(bytes);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
