package org.kagiban.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bash that types a {@link Guide}: one process for all lines, so that what they set stays. In its
 * folder {@code ./kagiban} is the program; {@code sudo} and {@code systemctl} are scripts that
 * stand in for the real ones, the latter with a server of this folder.
 *
 * <p>Words that no terminal knows are filled in: ID and HASH of the ceremony that was proposed
 * last, SEED of the sample file's first token, and whatever else the test says.
 */
final class GuideShell implements AutoCloseable {
  private static final String PATIENCE_SECONDS = "600";
  private static final String END = "guide-shell-end ";
  private static final Map<String, Pattern> LEARNT =
      Map.of(
          "ID", Pattern.compile("proposed  ([0-9a-f-]{36})  "),
          "HASH", Pattern.compile("(?m)^SHA-256  ([0-9a-f]{64})"),
          "SEED", Pattern.compile("oathtool --totp ([0-9a-f]{40})"),
          "KCV", Pattern.compile("kagiban-kek-1 [^\n]*\n  KCV ([0-9a-f]{6})"));

  private final Map<String, String> words = new LinkedHashMap<>();
  private final Process bash;
  private final Writer in;
  private final BufferedReader out;

  private GuideShell(Process bash) {
    this.bash = bash;
    in = bash.outputWriter(UTF_8);
    out = new BufferedReader(new InputStreamReader(bash.getInputStream(), UTF_8));
  }

  /**
   * Begins in a folder, which gets a folder {@code bin} of stand-ins.
   *
   * @param softHsmConf of the partition
   */
  static GuideShell begin(Path folder, String softHsmConf) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String java = String.join(" ", JavaCommand.kagiban().stream().map(GuideShell::quoted).toList());
    script(folder.resolve("kagiban"), "exec " + java + " \"$@\"");
    Files.createSymbolicLink(bin.resolve("kagiban"), folder.resolve("kagiban"));
    script(bin.resolve("sudo"), "[ \"$1\" = -u ] && shift 2\nexec \"$@\"");
    // There is no such user here.
    script(bin.resolve("install"), "exec /usr/bin/install \"${@/#kagiban/root}\"");
    script(bin.resolve("systemctl"), Files.readString(Path.of("src/test/sh/systemctl")));
    ProcessBuilder builder = new ProcessBuilder("timeout", PATIENCE_SECONDS, "bash", "--norc");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", softHsmConf);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("GUIDE_FOLDER", folder.toString());
    builder.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
    return new GuideShell(builder.start());
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Writes this wherever a guide says that. */
  GuideShell where(String word, String meant) {
    words.put(word, meant);
    return this;
  }

  /** Types all of a guide; each line must end and say what the guide says. */
  void follow(Guide guide) throws IOException {
    assertThat(guide.steps()).as(guide.name()).isNotEmpty();
    for (Guide.Step step : guide.steps()) {
      CommandResult result = type(step.line());
      String what = guide.name() + ": " + step.line() + "\n" + result.output();
      assertThat(result.exitCode()).as(what).isEqualTo(step.exitCode());
      for (String says : step.says()) {
        assertThat(filled(result.output())).as(what).contains(filled(says));
      }
    }
  }

  private CommandResult type(String line) throws IOException {
    // Nobody types at a prompt here: the answer is given as scripts give it.
    String typed = line.replaceAll("ceremony approve ID", "ceremony approve ID --hash HASH");
    in.write("{ " + filled(typed) + "\n} </dev/null 2>&1; code=$?; echo; echo " + END + "$code\n");
    in.flush();
    StringBuilder output = new StringBuilder();
    for (String read = out.readLine(); read != null; read = out.readLine()) {
      if (read.startsWith(END)) {
        learn(output.toString());
        return new CommandResult(Integer.parseInt(read.substring(END.length())), output.toString());
      }
      output.append(read).append('\n');
    }
    throw new IllegalStateException(line + " ended the shell:\n" + output);
  }

  private void learn(String output) {
    LEARNT.forEach(
        (word, pattern) -> {
          Matcher matcher = pattern.matcher(output);
          if (matcher.find()) {
            words.put(word, matcher.group(1));
          }
        });
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      boolean placeholder = List.copyOf(LEARNT.keySet()).contains(word.getKey());
      String pattern = Pattern.quote(word.getKey());
      filled =
          filled.replaceAll(
              placeholder ? "\\b" + pattern + "\\b" : pattern,
              Matcher.quoteReplacement(word.getValue()));
    }
    return filled;
  }

  /** Stops the server that a guide has started. */
  @Override
  public void close() throws IOException {
    try {
      CommandResult stopped = type("systemctl stop kagiban");
      assertThat(stopped.exitCode()).as(stopped.output()).isZero();
    } finally {
      in.close();
      bash.destroy();
      bash.onExit().join();
    }
  }
}
