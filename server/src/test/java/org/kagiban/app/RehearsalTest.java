package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.TokenProfile;

/**
 * Two custodians follow hsm-config/README.md, from a vendor's plaintext file to a verified code:
 * the commands are taken from there, one after another, and only names and folders are put in. The
 * server is one like the demo's.
 */
class RehearsalTest {
  private static final Path README = Path.of("..", "hsm-config", "README.md");
  private static final Pattern SEED = Pattern.compile("oathtool --totp ([0-9a-f]{40})");
  private static final Pattern CEREMONY = Pattern.compile("proposed  ([0-9a-f-]{36})  seed-batch");
  private static final Pattern HASH = Pattern.compile("(?m)^SHA-256  ([0-9a-f]{8})");

  @TempDir private Path folder;

  private String seed = "";
  private String ceremony = "";
  private String hash = "";

  @Test
  void readme_followedToTheLetter_endsWithAnAcceptedCode() throws Exception {
    List<String> ran = new ArrayList<>();
    try (LiveServer server = LiveServer.startWrapped(folder, 50)) {
      String last = "";
      for (String line : commands()) {
        last = run(server, line);
        ran.add(line);
        seed = found(SEED, last, seed);
        ceremony = found(CEREMONY, last, ceremony);
        hash = found(HASH, last, hash);
      }
      assertThat(ran)
          .extracting(line -> line.split(" ", -1)[0] + " " + line.split(" ", -1)[1])
          .containsExactly(
              "seeds sample",
              "seeds import-key",
              "seeds seal",
              "seeds propose",
              "ceremony list",
              "ceremony approve",
              "ceremony run",
              "ceremony show",
              "enroll --connect");
      assertThat(last).contains("ACCEPTED");
    }
  }

  /** All after {@code ./kagiban} of the rehearsal's indented lines, but for the demo's own. */
  private static List<String> commands() throws Exception {
    String readme = Files.readString(README);
    String part =
        readme.substring(readme.indexOf("## A rehearsal"), readme.indexOf("\n## Ceremonies"));
    return part.replace("\\\n", " ")
        .lines()
        .filter(line -> line.startsWith("    ./kagiban "))
        .map(line -> line.strip().substring("./kagiban ".length()).replaceAll(" +", " "))
        .toList();
  }

  private String run(LiveServer server, String line) throws Exception {
    // The one thing that no terminal knows: what the customer's token shows.
    String typed = line.replace("\"$(oathtool --totp SEED)\"", seed.isEmpty() ? "" : code());
    String[] words = typed.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = word(server, words[i]);
    }
    if (!line.startsWith("ceremony approve")) {
      return server.command(words);
    }
    try (TypedCommand approval = server.type(words)) {
      CommandResult approved = approval.answer("the proposer told you: ", hash).end();
      assertThat(approved.exitCode()).as(approved.output()).isZero();
      return approved.output();
    }
  }

  private String word(LiveServer server, String word) throws Exception {
    return switch (word) {
      case "ID" -> ceremony;
      case "sample-cu" -> LiveServer.INSTITUTION;
      case "vendor.xml", "sealed.xml", "import.pem" -> folder.resolve(word).toString();
      case ".kagiban/demo/custodian-1.yaml" -> server.connectFile(DevCaller.CUSTODIAN_1).toString();
      case ".kagiban/demo/custodian-2.yaml" -> server.connectFile(DevCaller.CUSTODIAN_2).toString();
      case ".kagiban/demo/channel.yaml" ->
          server.connectFile(DevCaller.INTERNET_BANKING).toString();
      default -> word;
    };
  }

  private String code() {
    byte[] known = HexFormat.of().parseHex(seed);
    return new KnownToken("SMPL00000001", TokenProfile.DEFAULT, known).codeNow();
  }

  private static String found(Pattern what, String output, String before) {
    Matcher matcher = what.matcher(output);
    return matcher.find() ? matcher.group(1) : before;
  }
}
