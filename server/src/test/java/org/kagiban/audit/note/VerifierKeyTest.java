package org.kagiban.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
  private static final String VKEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  @Test
  void parse_publishedKey_hasItsIdAndReadsBack() {
    VerifierKey key = VerifierKey.parse(VKEY);
    assertThat(key.id()).isEqualTo(0xc74f20a3);
    assertThat(key.type()).isEqualTo(KeyType.ED25519);
    assertThat(key.vkey()).isEqualTo(VKEY);
    assertThat(key).isEqualTo(VerifierKey.of("PeterNeumann", KeyType.ED25519, key.publicKey()));
  }

  @Test
  void of_sameKeyForCosignatures_hasAnotherId() {
    VerifierKey key = VerifierKey.parse(VKEY);
    VerifierKey cosigner = VerifierKey.of("PeterNeumann", KeyType.COSIGNATURE, key.publicKey());
    assertThat(cosigner.id()).isNotEqualTo(key.id());
    assertThat(VerifierKey.parse(cosigner.vkey())).isEqualTo(cosigner);
    assertThat(cosigner.vkey()).contains("+BBpc2Qc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
        "PeterNeumann+c74f20a3+AhpcZQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
      })
  void parse_otherForms_areRefused(String vkey) {
    assertThatIllegalArgumentException().isThrownBy(() -> VerifierKey.parse(vkey));
  }

  @Test
  void of_bytesThatAreNoPoint_isRefused() {
    byte[] raw = new byte[32];
    raw[0] = 2;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifierKey.of("a", KeyType.ED25519, raw));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifierKey.of("a", KeyType.ED25519, new byte[31]));
  }
}
