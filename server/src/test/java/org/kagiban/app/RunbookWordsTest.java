package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the run-book quotes, the program says: a log line, an alert, an event or a test that was
 * renamed since would leave the person on call searching for words that never come.
 */
class RunbookWordsTest {
  private static final Path SOURCES = Path.of("src", "main");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Path RUNBOOK = Path.of("src", "dist", "runbook", "README.md");

  private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");
  private static final Pattern SENTENCE = Pattern.compile("[a-z][^/]*[a-z,;:(] [^/]*");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(?:/\\*|\\*|//).*$");
  private static final Pattern COMMAND = Pattern.compile("(kagiban|audit|sudo|journalctl) .*");
  private static final Pattern ALERT = Pattern.compile("Kagiban[A-Z][A-Za-z]+");
  private static final Pattern METRIC = Pattern.compile("(kagiban_[a-z_]+).*");
  private static final Pattern TEST = Pattern.compile("[A-Z][A-Za-z]+Test");
  private static final Pattern EVENT = Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)+\\b");

  @Test
  void sentences_quotedInTheRunbook_areTheProgramsOwn() throws IOException {
    List<String> sentences =
        quoted(SENTENCE).filter(text -> !COMMAND.matcher(text).matches()).toList();
    // A literal that goes over several lines of source is one again, and no comment counts.
    String program =
        COMMENT.matcher(text(SOURCES, ".java")).replaceAll("").replaceAll("\"\\s*\\+\\s*\"", "");

    assertThat(sentences)
        .contains("the store can be written again", "reopening failed:")
        .allSatisfy(sentence -> assertThat(program).contains(sentence));
  }

  @Test
  void alerts_inTheRunbook_areAmongThoseThatAreShipped() throws IOException {
    String rules = text(SOURCES.resolve("resources/org/kagiban/app/metrics"), ".yaml", ".yml");

    assertThat(quoted(ALERT).toList())
        .contains("KagibanPartDown")
        .allSatisfy(alert -> assertThat(rules).contains("alert: " + alert));
  }

  @Test
  void metrics_inTheRunbook_areAmongThoseThatAreListed() throws IOException {
    String list = Files.readString(SOURCES.resolve("resources/org/kagiban/app/metrics/README.md"));

    assertThat(quoted(METRIC).map(text -> METRIC.matcher(text).replaceAll("$1")).toList())
        .contains("kagiban_part_up")
        .allSatisfy(metric -> assertThat(list).contains(metric));
  }

  @Test
  void tests_namedInTheRunbook_areThere() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<String> there = files.map(file -> file.getFileName().toString()).toList();

      assertThat(quoted(TEST).map(name -> name + ".java").toList())
          .contains("LostHsmTest.java")
          .isSubsetOf(there);
    }
  }

  @Test
  void namesInCapitals_inTheRunbook_areTheProgramsOwn() throws IOException {
    String program = text(SOURCES, ".java") + text(Path.of("..", "proto", "kagiban"), ".proto");
    String page = Files.readString(RUNBOOK).replaceAll("LOCKED_TOKEN", "");

    assertThat(EVENT.matcher(page).results().map(found -> found.group()).toList())
        .contains("HSM_RESTORED", "VERDICT_LOCKED")
        .allSatisfy(name -> assertThat(program).contains(name));
  }

  private static Stream<String> quoted(Pattern whole) throws IOException {
    return QUOTED
        .matcher(Files.readString(RUNBOOK))
        .results()
        .map(found -> found.group(1))
        .filter(text -> whole.matcher(text).matches());
  }

  private static String text(Path folder, String... ends) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Stream.of(ends).anyMatch(end -> file.toString().endsWith(end))) {
          all.append(Files.readString(file)).append('\n');
        }
      }
      return all.toString();
    }
  }
}
