package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/** Codes that Debian's oathtool makes. */
class OathtoolTest {
  @Test
  void verify_codesOfOathtool_areAcceptedForEveryProfile(@TempDir Path folder) throws Exception {
    List<KnownToken> tokens = new ArrayList<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      for (int digits = 6; digits <= 8; digits++) {
        for (int period : new int[] {30, 60}) {
          TokenProfile profile = new TokenProfile(OtpType.TOTP, algorithm, digits, period);
          tokens.add(KnownToken.random("T" + algorithm + "-" + digits + "-" + period, profile));
        }
      }
    }
    for (int digits = 6; digits <= 8; digits++) {
      TokenProfile profile = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, digits, 0);
      tokens.add(KnownToken.random("H" + digits, profile));
    }
    try (LiveServer server = LiveServer.start(folder)) {
      VendorFile file = new VendorFile();
      tokens.forEach(file::add);
      file.load(server, "tokens.xml");
      Session channel = server.connect(DevCaller.INTERNET_BANKING);
      for (KnownToken token : tokens) {
        assertThat(Calls.enroll(channel, token.id(), token.id(), oathtool(token, 0)).getVerdict())
            .as(token.id())
            .isEqualTo(Verdict.VERDICT_ACCEPTED);
        assertThat(Calls.verify(channel, token.id(), oathtool(token, 1)).getVerdict())
            .as(token.id())
            .isEqualTo(Verdict.VERDICT_ACCEPTED);
      }
    }
  }

  /**
   * A code.
   *
   * @param ahead how many counters or time steps ahead of the first
   */
  private static String oathtool(KnownToken token, int ahead) throws Exception {
    TokenProfile profile = token.profile();
    List<String> command = new ArrayList<>(List.of("oathtool"));
    if (profile.type() == OtpType.HOTP) {
      command.addAll(List.of("--hotp", "--counter=" + ahead));
    } else {
      command.add("--totp=" + profile.algorithm().name().toLowerCase(Locale.ROOT));
      command.add("--time-step-size=" + profile.periodSeconds() + "s");
      command.add("--now=now + " + ahead * profile.periodSeconds() + " seconds");
    }
    command.addAll(List.of("--digits=" + profile.digits(), HexFormat.of().formatHex(token.seed())));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }
}
