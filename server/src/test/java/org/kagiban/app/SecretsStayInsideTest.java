package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.Verdict;

/** Looks for seeds, codes and PINs where none may be, in a server that has loaded and used them. */
class SecretsStayInsideTest {
  private static final int TOKENS = 6;
  private static final TokenProfile HOTP_8 =
      new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 8, 0);

  private final List<KnownToken> tokens = new ArrayList<>();
  private final List<String> codes = new ArrayList<>();

  @Test
  void sealed_loadedServer_hasNoSeedInHeapLogsOrDatabase(@TempDir Path folder) throws Exception {
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(KnownToken.random("HOTP0000000" + i, HOTP_8));
    }
    try (LiveServer server = LiveServer.start(folder)) {
      VendorFile file = new VendorFile();
      tokens.forEach(file::add);
      file.load(server, "tokens.xml");
      use(server);
      Path heap = folder.resolve("heap.hprof");
      dumpHeap(server, heap);
      server.stop();

      // What is there can be found: otherwise the search proves nothing.
      assertThat(where(heap, Map.of("token id", ascii(tokens.get(0).id())))).isNotEmpty();
      assertThat(where(folder.resolve("kagiban.db"), Map.of("id", ascii(tokens.get(0).id()))))
          .isNotEmpty();
      assertThat(where(server.log(), Map.of("caller", ascii("internet-banking")))).isNotEmpty();

      assertThat(where(heap, seeds())).isEmpty();
      for (Path left : filesOf(server)) {
        assertThat(where(left, seeds())).as("%s", left).isEmpty();
        assertThat(where(left, codesAndPins())).as("%s", left).isEmpty();
      }
    }
  }

  private void use(LiveServer server) {
    Session channel = server.connect(DevCaller.INTERNET_BANKING);
    for (KnownToken token : tokens) {
      for (int counter = 0; counter < 3; counter++) {
        codes.add(token.code(counter));
      }
      assertThat(Calls.enroll(channel, token.id(), token.id(), token.code(0)).getVerdict())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
      assertThat(Calls.verify(channel, token.id(), token.code(1)).getVerdict())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
      assertThat(Calls.verify(channel, token.id(), token.code(1)).getVerdict())
          .isEqualTo(Verdict.VERDICT_REPLAYED);
      assertThat(Calls.verify(channel, token.id(), token.code(2)).getVerdict())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
    String temporary =
        server
            .connect(DevCaller.HELP_DESK)
            .tokens()
            .issueTemporaryCode(
                IssueTemporaryCodeRequest.newBuilder()
                    .setRequestId(UUID.randomUUID().toString())
                    .setTokenId(tokens.get(0).id())
                    .setReason("token forgotten")
                    .build())
            .getCode();
    codes.add(temporary);
    assertThat(Calls.verify(channel, tokens.get(0).id(), temporary).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private static void dumpHeap(LiveServer server, Path heap) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process dump =
        new ProcessBuilder(
                jcmd.toString(),
                Long.toString(server.handle().pid()),
                "GC.heap_dump",
                "-all",
                heap.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(dump.waitFor()).as(output).isZero();
  }

  /** What the server wrote: its log and its database, with what belongs to it. */
  private static List<Path> filesOf(LiveServer server) throws IOException {
    try (Stream<Path> files = Files.list(server.folder())) {
      List<Path> written =
          files
              .filter(file -> file.getFileName().toString().startsWith("kagiban.db"))
              .collect(Collectors.toCollection(ArrayList::new));
      written.add(server.log());
      return written;
    }
  }

  private Map<String, byte[]> seeds() {
    Map<String, byte[]> needles = new TreeMap<>();
    for (KnownToken token : tokens) {
      byte[] seed = token.seed();
      String hex = HexFormat.of().formatHex(seed);
      needles.put(token.id() + " bytes", seed);
      needles.put(token.id() + " bytes, first half", Arrays.copyOf(seed, 10));
      needles.put(token.id() + " hex", ascii(hex));
      needles.put(token.id() + " HEX", ascii(hex.toUpperCase(Locale.ROOT)));
      needles.put(token.id() + " base64", ascii(Base64.getEncoder().encodeToString(seed)));
    }
    return needles;
  }

  private Map<String, byte[]> codesAndPins() {
    Map<String, byte[]> needles = new TreeMap<>();
    codes.forEach(code -> needles.put("code " + code, ascii(code)));
    needles.put("user PIN", ascii("user-pin-1234"));
    needles.put("SO PIN", ascii("so-pin-5678"));
    return needles;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The names of those that are in the file. */
  private static List<String> where(Path file, Map<String, byte[]> needles) throws IOException {
    String hay = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    List<String> found = new ArrayList<>();
    needles.forEach(
        (name, needle) -> {
          if (hay.contains(new String(needle, StandardCharsets.ISO_8859_1))) {
            found.add(name);
          }
        });
    return found;
  }
}
