package org.kagiban.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIdTest {
  @Test
  void parse_lowerCase_isTakenAsUpperCase() {
    assertThat(TokenId.parse("vsst12345678")).isEqualTo(new TokenId("VSST12345678"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "VSST 1",
        "-VSST",
        "VSST１２",
        "ıvsst",
        "ß",
        "A'--",
        "A\n",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456"
      })
  void parse_otherCharactersOrLengths_areRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TokenId.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1 ", "a\tb", "a\u0000", "\u200b1", "\ud800"})
  void subscriber_withControlCharactersOrSpaceAround_isRefused(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Subscriber(Tokens.BANK, id));
  }

  @Test
  void subscriber_of65Characters_isRefused() {
    assertThat(new Subscriber(Tokens.BANK, "契".repeat(64)).id()).hasSize(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Subscriber(Tokens.BANK, "契".repeat(65)));
  }
}
