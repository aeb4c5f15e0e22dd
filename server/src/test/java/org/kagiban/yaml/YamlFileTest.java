package org.kagiban.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {
  private final Problems problems = new Problems("see the examples");

  private Section read(String text) throws ConfigException {
    return YamlFile.read("sent", text.getBytes(StandardCharsets.UTF_8), null, problems);
  }

  @Test
  void read_sentText_isReadStrictly() throws Exception {
    Section root = read("kind: kek-rotation\nfrom: {label: a}\nunknown: 1\n");
    assertThat(root.text("kind", "a kind")).isEqualTo("kek-rotation");
    Section from = root.section("from");
    assertThat(from.text("label", "a label")).isEqualTo("a");
    from.end();
    assertThat(root.optionalSections("parts")).isEmpty();
    root.section("to");
    root.end();
    assertThatThrownBy(() -> problems.throwIfAny("sent"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "sent:1: to: is missing; write this section; see the examples"
                + System.lineSeparator()
                + "sent:3: unknown: is not a known key; known here: from, kind, parts, to");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a: &x 1          | sent:1: has an anchor
          a: &x {b: 1}     | sent:1: has an anchor
          a: *x            | sent:1: has an alias
          a: !secret 1     | sent:1: has a tag
          a: !!binary aGk= | sent:1: has a tag
          a: !x [1]        | sent:1: has a tag
          "a: 'b\0'"       | is not YAML
          - a              | is not a list of sections; see the examples
          "# nothing"      | is empty; see the examples
          """)
  void read_clevernessOrNoSections_isRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void read_duplicateKey_isToldWithBothLines() throws Exception {
    read("a: 1\na: 2\n").text("a", "a number");
    assertThatThrownBy(() -> problems.throwIfAny("sent"))
        .hasMessageContaining("sent:2: a: stands here and on line 1");
  }

  @Test
  void read_twoDocuments_areRefused() {
    assertThatThrownBy(() -> read("a: 1\n---\na: 2\n")).isInstanceOf(ConfigException.class);
  }

  @Test
  void read_deepNesting_isRefusedBeforeItIsBuilt() {
    assertThatThrownBy(() -> read("a: " + "[".repeat(20_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nested deeper than 16");
  }

  @Test
  void read_moreThanTheLimit_isRefusedAndTheLimitIsNot() throws Exception {
    String full = "a: " + "x".repeat(YamlFile.MAX_BYTES - 3);
    assertThat(read(full).text("a", "text")).hasSize(YamlFile.MAX_BYTES - 3);
    assertThatThrownBy(() -> read(full + "x")).hasMessageContaining("at most 65536");
  }

  @Test
  void read_notUtf8_isRefused() {
    byte[] bytes = {'a', ':', ' ', (byte) 0xff};
    assertThatThrownBy(() -> YamlFile.read("sent", bytes, null, problems))
        .hasMessageContaining("UTF-8");
  }

  @Test
  void path_inTextFromElsewhere_isRefused() throws Exception {
    read("file: /etc/passwd\n").path("file", "a file");
    assertThatThrownBy(() -> problems.throwIfAny("sent"))
        .hasMessageContaining("sent:1: file: names a file");
  }

  @Test
  void path_withAFolder_isRelativeToIt() throws Exception {
    byte[] text = "file: a/../b\n".getBytes(StandardCharsets.UTF_8);
    Section root = YamlFile.read("sent", text, Path.of("/ceremony"), problems);
    assertThat(root.path("file", "a file")).isEqualTo(Path.of("/ceremony/b"));
  }
}
