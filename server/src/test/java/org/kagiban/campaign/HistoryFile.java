package org.kagiban.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A history as JSON lines, for people and their tools. */
final class HistoryFile {
  private HistoryFile() {}

  static Path write(Path file, List<Attempt> attempts) throws IOException {
    return Files.write(file, attempts.stream().map(HistoryFile::line).toList());
  }

  private static String line(Attempt attempt) {
    StringBuilder line = new StringBuilder("{");
    text(line, "token", attempt.token());
    text(line, "request", attempt.request());
    action(line, attempt.action());
    number(line, "server", attempt.server());
    number(line, "start_ns", attempt.start());
    number(line, "end_ns", attempt.end());
    outcome(line, attempt.outcome());
    line.setCharAt(line.length() - 1, '}');
    return line.toString();
  }

  private static void action(StringBuilder line, Action action) {
    if (action instanceof Action.RightCode right) {
      text(line, "code", "right");
      text(line, "kind", right.kind().name().toLowerCase(Locale.ROOT));
      number(line, "factor", right.factor());
    } else if (action instanceof Action.WrongCode wrong) {
      text(line, "code", wrong.code());
      text(line, "kind", wrong.kind().name().toLowerCase(Locale.ROOT));
    } else {
      text(line, "kind", "unlock");
    }
  }

  private static void outcome(StringBuilder line, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answer) {
      text(line, "verdict", answer.verdict());
      if (answer.remaining() != null) {
        number(line, "remaining", answer.remaining());
      }
      text(line, "event", answer.event());
      text(line, "answer", answer.bytes());
    } else {
      text(line, "fault", outcome instanceof Outcome.Lost lost ? lost.why() : "REQUEST_ID_REUSED");
    }
  }

  private static void text(StringBuilder line, String name, String value) {
    String plain = value.replaceAll("[\"\\\\\\p{Cntrl}]", " ");
    line.append('"').append(name).append("\":\"").append(plain).append("\",");
  }

  private static void number(StringBuilder line, String name, long value) {
    line.append('"').append(name).append("\":").append(value).append(',');
  }
}
