package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.cli.Cli.Run;

/** What is wrong with a command is said before any server is looked for. */
final class CommandArgumentsTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          verfy | Did you mean
          verify --tokn A1 --code 123456 | Unknown options
          verify --code 123456 | either --token, or both --institution and --subscriber
          verify --token A1 --institution cu --code 123456 | either --token, or both
          verify --institution cu --code 123456 | either --token, or both
          verify --token VSST_12? --code 123456 | --token: a Token ID is 1 to 32 of
          verify --token -VSST1 --code 123456 | Expected parameter for option '--token'
          verify --institution c/u --subscriber K-1 --code 123456 | --institution: an institution is
          verify --token A1 --code 12345 | --code: a code is 6 to 8 digits
          verify --token A1 --code 123456789 | --code: a code is 6 to 8 digits, or 10
          verify --token A1 --code 12345a | --code: a code is 6 to 8 digits
          verify --token A1 | give it with --code CODE
          verify --token A1 --code 123456 --purpose pay | --purpose
          verify --token A1 --code 123456 --request-id short | --request-id takes 8 to 64
          verify --token A1 --code 123456 --timeout 0 | --timeout takes 1 or more
          verify --token A1 --code 123456 --timeout soon | --timeout
          verify --token A1 --code 123456 | say where the server is: --connect FILE
          verify --token A1 --code 123456 --connect /none.yaml | there is no connect file /none.yaml
          verify-transaction --token A1 --code 123456 | Missing required option: '--field=NAME=VALUE'
          verify-transaction --token A1 --code 123456 --field amount | --field: write NAME=VALUE
          verify-transaction --token A1 --code 123456 --field a=1 --field a=2 | each field once
          token sign --field payee= --dir /none | --field: a field's value must be 1 to 128
          token sign --field payee=A --dir /none | make one with 'kagiban token create'
          enroll --institution cu --subscriber K-1 --code 123456 | Missing required option: '--token=TOKEN-ID'
          enroll --token A1 --code 123456 --institution cu | --subscriber=ID
          enroll --token A1 --institution cu --subscriber K-1 --code 123456 --second-code 1 | --second-code: a code is
          resync --token A1 --code 123456 | give it with --second-code CODE
          unenroll --token A1 | Missing required option: '--reason=TEXT'
          suspend --token A1 --reason ' ' | --reason: say why in 1 to 200 characters
          retire --reason lost | Missing required option: '--token=TOKEN-ID'
          temporary-code --token A1 --reason lost --uses 0 | --uses and --days take 1 or more
          tokens | Missing required option: '--institution=ID'
          seeds | Missing required subcommand
          seeds propose /none.xml --institution cu | cannot read /none.xml
          seeds propose | Missing required
          seeds migrate --to wrapped | Missing required option: '--partition=LABEL'
          seeds migrate --to cloud --partition vault | --to
          seeds load x.xml | kagiban seeds propose
          ceremony | Missing required subcommand
          audit | Missing required subcommand
          audit key /none --log x | cannot read /none
          audit verify | Missing required parameter: 'DIR'
          audit verify /none | /none holds no log
          audit check /none --vkey x | cannot read /none
          audit search /none --kind soon | no kind 'soon'
          audit key-history /none | Missing required parameter: 'KEY|TOKEN'
          ceremony check /none.yaml | cannot read /none.yaml
          ceremony approve 0198c | at least its first 6 characters
          ceremony approve 0198c0 --hash abc | --hash takes the whole SHA-256
          ceremony approve 0198c0 --hours 0 | --hours takes 1 to 168
          ceremony abort 0198c0 --reason ' ' | --reason: say why
          ceremony list --limit 0 | --limit takes 1 to 1000
          ceremony run 0198c0 --at-hsm /none.yaml | cannot read /none.yaml
          ceremony verify /none.yaml --ca /none.pem | --ca: /none.pem is not a PEM file
          token create --institution cu --digits 9 --dir /none | a token shows 6 to 8 digits
          token create --institution cu --period 45 --dir /none | the period is 30 or 60 seconds
          token create --institution cu --algorithm MD5 --dir /none | --algorithm
          token show --dir /none | make one with 'kagiban token create'
          """)
  void run_wrongArguments_saysWhatToDoAndExitsWithTwo(String arguments, String message) {
    Run run = Cli.run(split(arguments));

    assertThat(run.err()).contains(message);
    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).doesNotContain("Exception");
  }

  private static String[] split(String arguments) {
    String[] words = arguments.split(" (?=([^']*'[^']*')*[^']*$)");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("'", "");
    }
    return words;
  }

  @Test
  void run_help_listsEveryCommandAndHidesCompletion() {
    for (String command :
        "verify verify-transaction enroll resync unenroll replace tokens token-info suspend resume unlock retire temporary-code seeds ceremony token health"
            .split(" ", -1)) {
      Run run = Cli.run(command, "--help");
      assertThat(run.exit()).isEqualTo(Exit.OK);
      assertThat(run.out()).startsWith("Usage: kagiban " + command);
    }
    assertThat(Cli.run("generate-completion").out()).contains("complete");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'target: a:1\\nca: x\\ncertificate: x\\n' | 1: key: is missing; write the PEM file of your own key
          'target: a:1\\nca: x\\ncertificate: x\\nkey: x\\n' | 4: key: cannot read
          'target: a:1\\nca: x\\ncertifcate: x\\nkey: x\\n' | 3: certifcate: is not a known key; did you mean 'certificate'?
          '- a list' | it takes target, ca, certificate, key
          'a: [1' | is not YAML
          '' | is empty; it takes target, ca, certificate, key
          """)
  void run_wrongConnectFile_saysWhatItTakes(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("connect.yaml"), text.replace("\\n", "\n"));

    Run run = Cli.run(("health --connect " + file).split(" ", -1));

    assertThat(run.err()).contains(message).contains(file.toString());
    assertThat(run.exit()).isEqualTo(Exit.USAGE);
  }
}
