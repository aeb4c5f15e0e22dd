package org.kagiban.custody.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.token.Institution;
import org.kagiban.yaml.ConfigException;

class CeremonyFileTest {
  private static final Path EXAMPLES = Path.of("../hsm-config/ceremonies");

  private static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_isReadAndNamedAfterItsKind(Path example) throws Exception {
    CeremonyFile file = CeremonyFile.read(example.toString(), Files.readAllBytes(example));
    assertThat(example.getFileName()).hasToString(file.plan().kind() + ".yaml");
    assertThat(file.title()).isNotBlank();
    assertThat(Summary.of(file.plan())).contains(file.plan().partition());
  }

  @Test
  void examples_haveEveryKind() throws Exception {
    Set<Class<?>> found = new TreeSet<>(java.util.Comparator.comparing(Class::getName));
    for (Path example : examples().toList()) {
      found.add(CeremonyFile.parse("example", Files.readAllBytes(example)).getClass());
    }
    assertThat(found).containsExactlyInAnyOrder(CeremonyPlan.class.getPermittedSubclasses());
  }

  /** A | stands for a new line; what is in the file's example is changed at one place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          import-key; ceremony: import-key; ceremony: inport-key; did you mean 'import-key'
          import-key; ceremony: import-key; kind: import-key; ceremony: is missing
          import-key; partition: kagiban; partition: ""; partition: has no value
          import-key; partition: kagiban; partition: 123456789012345678901234567890123; 1 to 32 bytes
          import-key; partition: kagiban; partition: kagiban|size: 3; size: is not a known key
          import-key; partition: kagiban; partition: kagiban|records: 3; records: has no meaning for import-key, only for seed-batch
          import-key; partition: kagiban; partition: kagiban|key: {label: x}; key: has no meaning for import-key, only for kek-generation
          import-key; partition: kagiban; partition: kagiban|partition: b; stands here and on line
          import-key; title: Key; title: "a\\nb"#; title: must be one line
          kek-generation; label: kagiban-kek-1; label: kagiban-kek-01; key.label: must be kagiban-kek- and a number
          kek-generation; label: kagiban-kek-1; label: kek-1; key.label: must be kagiban-kek- and a number
          kek-generation; label: kagiban-kek-1; label: kagiban-kek-1|  bits: 256; key.bits: has no meaning for this ceremony, only for transport-key
          kek-generation; key:; keys:; key: is missing
          kek-backup; output: kagiban-kek-1.backup; output: ../x; output: must be a file's name
          kek-backup; output: kagiban-kek-1.backup; output: /tmp/x; output: must be a file's name
          kek-backup; output: kagiban-kek-1.backup; output: .x; output: must be a file's name
          kek-backup; output: kagiban-kek-1.backup; input: x; input: has no meaning for kek-backup, only for kek-restore
          kek-backup; - Ben Mori; - aiko  tanaka; twice
          kek-backup; - Ben Mori; #; list of the 2 or 3 people
          kek-backup; - Ben Mori; - Ben|  - Chie|  - Dai; list of the 2 or 3 people
          kek-backup; - Ben Mori; - {}; custodians: must be a list
          kek-restore; sha256: e3; sha256: E3; sha256: must be a SHA-256
          kek-restore; sha256: e3; sha256: ""#; sha256: has no value
          kek-restore; input: kagiban-kek-1.backup; input: a/b; input: must be a file's name
          transport-key; bits: 256; bits: 257; key.bits: must be a whole number from 128 to 256
          transport-key; bits: 256; bits: 160; key.bits: must be 128, 192 or 256
          transport-key; bits: 256; #; key.bits: must be 128, 192 or 256
          transport-key; kcv: "a1b2c3"; kcv: "A1B2C3"; key.kcv: must be a key check value
          transport-key; kcv: "a1b2c3"; kcv: "a1b2"; key.kcv: must be a key check value
          transport-key; label: kagiban-vendor-acme; label: kagiban-kek-1; key.label: must be kagiban-vendor-
          transport-key; label: kagiban-vendor-acme; label: kagiban-vendor-Acme; key.label: must be kagiban-vendor-
          seed-batch; institution: sample-cu; institution: a/b; institution: must be 1 to 32
          seed-batch; institution: sample-cu; #; institution: is missing
          seed-batch; records: 100000; records: 0; records: must be a whole number
          seed-batch; records: 100000; #; records: is missing
          kek-rotation; to: kagiban-kek-2; to: kagiban-kek-1; to: must be another KEK
          kek-rotation; to: kagiban-kek-2; to: resident; to: must be kagiban-kek-
          seed-migration; to: wrapped; to: store; to: must be one of resident, wrapped
          seed-migration; to: wrapped; #; to: is missing
          key-destruction; label: kagiban-kek-1; label: VSST00000001; key.label: must be the label of a key
          key-destruction; kcv: "d4e5f6"; #; key.kcv: is missing
          """)
  void read_mistake_isToldWithItsLine(String kind, String right, String wrong, String told)
      throws Exception {
    String example = Files.readString(EXAMPLES.resolve(kind + ".yaml"));
    assertThat(example).contains("\n", right);
    String broken =
        example.replaceFirst(
            "(?m)^(\\s*)" + java.util.regex.Pattern.quote(right),
            "$1" + java.util.regex.Matcher.quoteReplacement(wrong.replace('|', '\n')));
    assertThat(broken).isNotEqualTo(example);
    assertThatThrownBy(
            () -> CeremonyFile.read("mine.yaml", broken.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(told)
        .hasMessageMatching("(?s)mine.yaml:[0-9]+: .*");
  }

  @Test
  void read_severalMistakes_areToldAtOnce() {
    String text = "ceremony: kek-generation\npartition: a\nrecords: 1\nkey: {label: x, kcv: y}\n";
    assertThatThrownBy(() -> CeremonyFile.read("f", text.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("f:3: records")
        .hasMessageContaining("f:4: key.label")
        .hasMessageContaining("f:4: key.kcv");
  }

  @Test
  void seedBatch_written_isReadBack() throws Exception {
    CeremonyPlan.SeedBatch plan =
        new CeremonyPlan.SeedBatch("kagiban", new Institution("123"), "00".repeat(32), 77);
    byte[] text = CeremonyFile.of("Delivery: \"November\" # 3", plan);
    CeremonyFile file = CeremonyFile.read("written", text);
    assertThat(file.plan()).isEqualTo(plan);
    assertThat(file.title()).isEqualTo("Delivery: \"November\" # 3");
  }
}
