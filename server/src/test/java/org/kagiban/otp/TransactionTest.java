package org.kagiban.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical bytes, as proto/README.md has them. */
class TransactionTest {
  private static Transaction of(String... namesAndValues) {
    List<Transaction.Field> fields = new java.util.ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Transaction.Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Transaction(fields);
  }

  @Test
  void canonical_twoFields_haveTheirLengths() {
    assertThat(HexFormat.of().formatHex(of("payee", "鍵", "amount", "1 JPY").canonical()))
        .isEqualTo("02" + "00057061796565" + "0003e98db5" + "0006616d6f756e74" + "000531204a5059");
  }

  @Test
  void hash_movedBorder_differs() {
    assertThat(of("a", "bc").hash()).isNotEqualTo(of("ab", "c").hash()).hasSize(32);
    assertThat(of("a", "1", "b", "2").hash()).isNotEqualTo(of("b", "2", "a", "1").hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a\nb", "e\u0301", "\ud800", "\u0085", "1\u202e05", "a\u200bb", "a\u2028b"})
  void field_ofOtherText_isRefusedWithoutQuotingIt(String value) {
    assertThatThrownBy(() -> new Transaction.Field("payee", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a field's value must be 1 to 128 characters in Unicode normalization form C, without"
                + " control and invisible characters");
  }

  @Test
  void field_lengths_areCodePoints() {
    String astral = "𠮷".repeat(128);
    assertThat(new Transaction.Field("payee", astral).value()).isEqualTo(astral);
    assertThatThrownBy(() -> new Transaction.Field("payee", astral + "x"))
        .hasMessageContaining("128");
    assertThatThrownBy(() -> new Transaction.Field("x".repeat(65), "1")).hasMessageContaining("64");
  }

  @Test
  void transaction_ofNoneNineOrTwice_isRefused() {
    assertThatThrownBy(() -> new Transaction(List.of())).hasMessageContaining("1 to 8");
    assertThatThrownBy(
            () -> new Transaction(Collections.nCopies(9, new Transaction.Field("a", "1"))))
        .hasMessageContaining("1 to 8");
    assertThatThrownBy(() -> of("a", "1", "a", "2")).hasMessageContaining("each field once");
  }
}
