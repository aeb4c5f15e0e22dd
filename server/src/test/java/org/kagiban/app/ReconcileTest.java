package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.app.CeremonyTexts.NEXT_KEK;
import static org.kagiban.app.CeremonyTexts.destruction;
import static org.kagiban.app.CeremonyTexts.rotation;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.hsm.Intruder;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.RetireTokenRequest;

/** {@code kagiban audit reconcile} with a whole server, as an auditor runs it. */
class ReconcileTest {
  private static final int TOKENS = 20;

  /** A line of --json, without its last members. */
  private static final Pattern FINDING =
      Pattern.compile(
          "\"class\":\"([A-Z_]+)\",\"where\":\"([A-Z]+)\",\"key\":\"([^\"]*)\",\"attribute\":\"([^\"]*)\"");

  @TempDir private Path folder;
  private final List<KnownToken> tokens = new ArrayList<>();

  private void load(LiveServer server) throws Exception {
    VendorFile vendor = new VendorFile();
    for (int i = 0; i < TOKENS; i++) {
      KnownToken token = KnownToken.random(String.format("RECO%08d", i), TokenProfile.DEFAULT);
      tokens.add(token);
      vendor.add(token);
    }
    vendor.load(server, "tokens.xml");
  }

  private CommandResult reconcile(LiveServer server, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("audit", "reconcile", folder.resolve("copy").toString(), "--json"));
    arguments.addAll(List.of("--connect", server.connectFile(DevCaller.AUDITOR).toString()));
    arguments.addAll(List.of(more));
    return CommandResult.ofKagiban(arguments.toArray(new String[0]));
  }

  /** Class, place, key and attribute of each. */
  private static List<String> findings(CommandResult result) {
    List<String> findings = new ArrayList<>();
    Matcher matcher = FINDING.matcher(result.output());
    while (matcher.find()) {
      String attribute = matcher.group(4).isEmpty() ? "" : " " + matcher.group(4);
      findings.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3) + attribute);
    }
    return findings;
  }

  private static void assertClean(CommandResult result) {
    assertThat(findings(result)).as(result.output()).isEmpty();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("\"clean\":true", "\"unsettled\":0");
  }

  private String token(int number) {
    return tokens.get(number).id();
  }

  private String seed(int number) {
    return HexFormat.of().formatHex(tokens.get(number).seed());
  }

  @Test
  void reconcile_partitionThatSomebodyTouched_findsExactlyWhatWasDone() throws Exception {
    try (LiveServer server = LiveServer.start(folder)) {
      load(server);
      retire(server, token(0));
      assertClean(reconcile(server));

      intrude(
          "smuggle:not-ours",
          "destroy:" + token(1),
          "replace:" + token(2) + ":" + "5a".repeat(20),
          "weaken:" + token(3) + ":" + seed(3),
          "replace:" + token(0) + ":" + seed(0));
      CommandResult result = reconcile(server);

      assertThat(findings(result))
          .as(result.output())
          .containsExactlyInAnyOrder(
              "UNLOGGED PARTITION not-ours",
              "MISSING PARTITION " + token(1),
              "KCV_MISMATCH PARTITION " + token(2),
              "ATTRIBUTE_DRIFT PARTITION " + token(3) + " CKA_DERIVE",
              "NOT_DESTROYED PARTITION " + token(0));
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  private void intrude(String... acts) throws Exception {
    LivePartition partition = new LivePartition(folder);
    List<String> command = JavaCommand.of(Intruder.class);
    command.addAll(List.of(LiveServer.PARTITION, folder.resolve("user.pin").toString()));
    command.addAll(List.of(acts));
    CommandResult result = partition.run(command);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  private static void retire(LiveServer server, String token) {
    var unused =
        server
            .connect(DevCaller.HELP_DESK)
            .tokens()
            .retireToken(
                RetireTokenRequest.newBuilder()
                    .setRequestId("retire-" + token)
                    .setTokenId(token)
                    .setReason("broken")
                    .build());
  }

  @Test
  void reconcile_wrappedSeedsAfterCeremonies_findsNothingUntilRowsAreTouched() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, 10)) {
      load(server);
      server.makeKek(NEXT_KEK);
      server.custodians().perform(rotation());
      server
          .custodians()
          .perform(destruction(LiveServer.KEK, CustodyKeys.kcv(server, LiveServer.KEK)));
      retire(server, token(0));
      assertClean(reconcile(server));
      assertClean(reconcile(server, "--deep"));

      server.stop();
      change(
          "DELETE FROM seed WHERE token_id = '" + token(1) + "'",
          "UPDATE seed SET wrapped = (SELECT wrapped FROM seed WHERE token_id = '"
              + token(3)
              + "') WHERE token_id = '"
              + token(2)
              + "'",
          "UPDATE token SET kcv = x'0102030405060708' WHERE token_id = '" + token(4) + "'");
      server.restart();
      CommandResult result = reconcile(server);

      assertThat(findings(result))
          .as(result.output())
          .containsExactlyInAnyOrder(
              "MISSING DATABASE " + token(1),
              "UNREADABLE DATABASE " + token(2),
              "KCV_MISMATCH TOKEN " + token(4));
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  private void change(String... statements) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("kagiban.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
      }
    }
  }
}
