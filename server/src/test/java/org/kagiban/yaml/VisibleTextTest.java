package org.kagiban.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What somebody else wrote cannot disguise itself on a custodian's screen. */
final class VisibleTextTest {
  @Test
  void of_terminalSequence_showsItsCode() {
    assertThat(VisibleText.of("title: x\u001b[2K\rtitle: y"))
        .isEqualTo("title: x\\u{1b}[2K\\u{d}title: y");
  }

  @Test
  void of_turnedWriting_showsItsMark() {
    assertThat(VisibleText.of("a\u202eb\u2066c\u200bd"))
        .isEqualTo("a\\u{202e}b\\u{2066}c\\u{200b}d");
  }

  @Test
  void of_ordinaryText_isLeftAlone() {
    String text = "title: 鍵番 \u00fc \ud83d\udd11\nlabel: 'a'\n";
    assertThat(VisibleText.of(text)).isEqualTo(text);
    assertThat(VisibleText.of("a\r\nb")).isEqualTo("a\nb");
  }

  /** A key in a file cannot pass for a line of the tool's own. */
  @Test
  void problem_ofKeyWithControls_isOneLineOfVisibleText() {
    ConfigProblem problem = new ConfigProblem(3, "a\n4: b", "unknown \u001b[2K");
    assertThat(problem).hasToString("3: a\\u{a}4: b: unknown \\u{1b}[2K");
  }
}
