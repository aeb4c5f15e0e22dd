package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.demo.DevPki;
import org.kagiban.hsm.SoftHsm;
import org.kagiban.rpc.RpcSetupException;
import picocli.CommandLine;

/** The server's own commands, and the help of all. */
class CommandsTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine root = Main.commandLine(arguments);
    root.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return root.execute(arguments);
  }

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> found = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(child -> found.addAll(all(child)));
    return found;
  }

  @Test
  void commandLine_withTheWordOfACommand_isThatOneAsItIsAmongAll() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      String word = command.getCommandName();
      Map<String, CommandLine> found = Main.commandLine(word, "--help").getSubcommands();
      assertThat(found)
          .extractingByKey(word)
          .extracting(CommandLine::getUsageMessage)
          .isEqualTo(command.getUsageMessage());
    }
    assertThat(Main.commandLine("serve").getSubcommands()).containsOnlyKeys("help", "serve");
    assertThat(Main.commandLine("srve").getSubcommands()).hasSizeGreaterThan(20);
  }

  @Test
  void help_ofEveryCommand_describesItAndEveryOption() {
    List<CommandLine> commands = all(Main.commandLine());
    assertThat(commands).hasSizeGreaterThan(20);
    for (CommandLine command : commands) {
      var spec = command.getCommandSpec();
      String name = spec.qualifiedName();
      assertThat(spec.usageMessage().description()).as(name).isNotEmpty();
      assertThat(command.getUsageMessage()).contains(spec.name());
      spec.options()
          .forEach(
              option ->
                  assertThat(option.description())
                      .as(name + " " + option.longestName())
                      .isNotEmpty());
      spec.positionalParameters()
          .forEach(
              parameter ->
                  assertThat(parameter.description())
                      .as(name + " " + parameter.paramLabel())
                      .isNotEmpty());
    }
  }

  /** Those whose output is a text of its own, or whose work is to stay up. */
  private static final Set<String> WITHOUT_JSON =
      Set.of(
          "kagiban serve",
          "kagiban demo",
          "kagiban config example",
          "kagiban metrics dashboard",
          "kagiban metrics alerts",
          "kagiban metrics list");

  private static boolean isOurs(CommandLine command) {
    var spec = command.getCommandSpec();
    return !spec.usageMessage().hidden() && !spec.name().equals("help");
  }

  @Test
  void help_ofEveryCommand_listsItsExitCodes_whichTheReadmeExplains() throws Exception {
    Set<String> explained = new TreeSet<>();
    Pattern row = Pattern.compile("(?m)^\\| ([0-9]) \\|");
    row.matcher(Files.readString(Path.of("README.md")))
        .results()
        .forEach(found -> explained.add(found.group(1)));
    for (CommandLine command : all(Main.commandLine())) {
      if (isOurs(command)) {
        var usage = command.getCommandSpec().usageMessage();
        String name = command.getCommandSpec().qualifiedName();
        assertThat(usage.exitCodeList().keySet()).as(name).contains("0", "2").isSubsetOf(explained);
        assertThat(command.getUsageMessage()).as(name).contains("Exit codes:");
      }
    }
  }

  @Test
  void everyCommandThatPrintsData_takesJson() {
    Set<String> without = new TreeSet<>();
    for (CommandLine command : all(Main.commandLine())) {
      boolean leaf = command.getSubcommands().isEmpty();
      if (isOurs(command) && leaf && command.getCommandSpec().findOption("--json") == null) {
        without.add(command.getCommandSpec().qualifiedName());
      }
    }
    assertThat(without).isEqualTo(new TreeSet<>(WITHOUT_JSON));
  }

  @Test
  void metricsCommands_printWhatIsInTheJar() {
    assertThat(run("metrics", "dashboard")).isZero();
    assertThat(run("metrics", "alerts")).isZero();
    assertThat(run("metrics", "list")).isZero();
    assertThat(out.toString())
        .contains("\"title\": \"Kagiban\"", "alert: KagibanPartDown", "| `kagiban_rpc_total` |");
  }

  @Test
  void configCheck_json_isALineForEachMistake() throws Exception {
    Path file = Files.writeString(folder.resolve("kagiban.yaml"), "sever:\n  a: 1\nhsm: 3\n");
    assertThat(run("config", "check", "--json", file.toString())).isEqualTo(2);
    assertThat(out.toString().lines().toList())
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.startsWith("{\"line\":") && line.endsWith("}"));
  }

  @Test
  void configExample_isAFileThatConfigCheckFindsGood() throws Exception {
    assertThat(run("config", "example")).isZero();
    Path file = Files.writeString(folder.resolve("kagiban.yaml"), out.toString());
    assertThat(run("config", "check", file.toString())).isZero();
    assertThat(out.toString()).contains("is good: 1 institution(s), 5 caller(s)");
    assertThat(ServerConfig.read(file).server().port()).isEqualTo(8443);
  }

  @Test
  void configCheck_badFile_tellsAllAndExitsWith2() throws Exception {
    Path file = Files.writeString(folder.resolve("kagiban.yaml"), "sever:\n  a: 1\nhsm: 3\n");
    assertThat(run("config", "check", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(file + ":1: sever: is not a known key; did you mean 'server'?")
        .contains(file + ":3: hsm: must be a section")
        .contains("callers: must be a list");
  }

  @Test
  void serve_badConfiguration_exitsWith2() {
    assertThat(run("serve", "--config", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("kagiban config example");
  }

  private Path config(String pinFile, String partition) throws Exception {
    assertThat(run("config", "example")).isZero();
    String text =
        out.toString()
            .replace("pin-file: hsm.pin", "pin-file: " + pinFile)
            .replace("partition: kagiban", "partition: " + partition);
    return Files.writeString(folder.resolve("kagiban.yaml"), text);
  }

  @Test
  void serve_noPinFile_exitsWith3AndSaysWhich() throws Exception {
    Path file = config("none.pin", "kagiban");
    assertThat(run("serve", "--config", file.toString())).isEqualTo(3);
    assertThat(err.toString()).contains(folder.resolve("none.pin").toString());
  }

  @Test
  void hsmShow_listsTheKeysWithTheirAttributes() throws Exception {
    SoftHsm hsm = SoftHsm.initialised();
    Path file = config(SoftHsm.pinFile(SoftHsm.PIN).toString(), hsm.label());
    assertThat(run("hsm", "show", "--config", file.toString())).isZero();
    assertThat(out.toString())
        .contains("private key kagiban-import")
        .contains("CKA_EXTRACTABLE=false")
        .contains("seeds: 0")
        .doesNotContain(SoftHsm.PIN);
  }

  @Test
  void hsmShow_json_isOneObject() throws Exception {
    SoftHsm hsm = SoftHsm.initialised();
    Path file = config(SoftHsm.pinFile(SoftHsm.PIN).toString(), hsm.label());
    out.getBuffer().setLength(0);
    assertThat(run("hsm", "show", "--json", "--config", file.toString())).isZero();
    assertThat(out.toString().lines().toList()).hasSize(1);
    assertThat(out.toString())
        .startsWith("{\"partition\":\"" + hsm.label() + "\"")
        .contains("\"label\":\"kagiban-import\"", "\"CKA_EXTRACTABLE\":false", "\"seeds\":0}")
        .doesNotContain(SoftHsm.PIN);
  }

  /** Also: nothing of the failed start stays open, or the second could not open the database. */
  @Test
  void start_addressThatCannotBe_isRefusedWithAdvice() throws Exception {
    SoftHsm hsm = SoftHsm.initialised();
    DevPki pki = DevPki.ensure(folder.resolve("pki"), Clock.systemUTC());
    Path file = config("unused", hsm.label());
    String example = Files.readString(file);
    for (String listen : List.of("no-such-host.invalid:0", "192.0.2.1:0")) {
      String text =
          example
              .replaceFirst("listen: .*", "listen: " + listen)
              .replace("pki/server.crt", pki.serverCertificate().toString())
              .replace("pki/server.key", pki.serverKey().toString())
              .replace("pki/client-ca.crt", pki.serverCertificate().toString());
      ServerConfig config = ServerConfig.read(Files.writeString(file, text));
      assertThatThrownBy(
              () -> KagibanServer.start(config, SoftHsm.pin(), Clock.systemUTC(), List.of()))
          .isInstanceOf(RpcSetupException.class)
          .hasMessageContaining("server.listen: cannot listen on " + listen.replace(":0", ""))
          .hasMessageContaining("is the address this machine's");
    }
  }

  @Test
  void hsmShow_refusedPin_exitsWithACodeOfItsOwn() throws Exception {
    SoftHsm hsm = SoftHsm.initialised();
    Path file = config(SoftHsm.pinFile("not-the-pin").toString(), hsm.label());
    assertThat(run("hsm", "show", "--config", file.toString())).isEqualTo(6);
    assertThat(err.toString()).contains("PIN").doesNotContain("not-the-pin");
  }

  @Test
  void hsmShow_unknownPartition_exitsWith3() throws Exception {
    Path file = config(SoftHsm.pinFile(SoftHsm.PIN).toString(), "no-such-partition");
    assertThat(run("hsm", "show", "--config", file.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("no-such-partition");
  }
}
