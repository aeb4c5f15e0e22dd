package org.kagiban.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.http.BaseUrl;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.hsm.Provider;
import org.kagiban.token.TokenPolicy;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.ConfigProblem;

class ServerConfigTest {
  private static final String FORMER =
      "kagiban/bank-a+1cec626f+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
  private static final String WITNESS_1 =
      "one.example+c85d7f3d+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";
  private static final String WITNESS_2 =
      "two.example+9585503b+BPxRzY5iGKGjjaR+0AIw8FgIFu0TujMDrF3rkRVIkIAl";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("kagiban.yaml");
  }

  private ServerConfig read(String text) throws IOException, ConfigException {
    Files.writeString(file, text);
    return ServerConfig.read(file);
  }

  private static String example() throws IOException {
    try (InputStream in = ServerConfig.class.getResourceAsStream("/org/kagiban/app/kagiban.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String good() throws IOException {
    return new String(
        ServerConfigTest.class.getResourceAsStream("good.yaml").readAllBytes(),
        StandardCharsets.UTF_8);
  }

  @Test
  void read_shippedExample_hasTheDefaultPolicy() throws Exception {
    ServerConfig config = read(example());
    assertThat(config.institutions()).hasSize(1);
    assertThat(config.institutions().get(0).policy()).isEqualTo(TokenPolicy.DEFAULT);
    assertThat(config.callers()).hasSize(5);
    assertThat(config.revoked()).isEmpty();
    assertThat(config.custody())
        .isEqualTo(new CustodySection(1, Duration.ofDays(1), folder.resolve("spool")));
    assertThat(config.audit())
        .isEqualTo(
            new AuditSection(
                folder.resolve("audit"), null, null, 10_000_000, Set.of(), List.of(), 0));
    assertThat(config.hsm().pin()).isEqualTo(new PinSource.File(folder.resolve("hsm.pin")));
  }

  @Test
  void read_everyKey_isKept() throws Exception {
    ServerConfig config = read(good());
    assertThat(config.server())
        .isEqualTo(
            new ServerSection(
                "::1",
                8443,
                folder.resolve("pki/server.crt"),
                Path.of("/etc/kagiban/server.key"),
                folder.resolve("ca.crt"),
                50));
    assertThat(config.hsm())
        .isEqualTo(
            new HsmSection(
                new HsmLibrary(Provider.softHsm(), Path.of("/usr/lib/softhsm/libsofthsm2.so"), ""),
                "prod",
                "0123",
                new PinSource.Descriptor(3),
                7,
                99,
                Duration.ofMillis(1500),
                HsmSection.Seeds.RESIDENT,
                10_000,
                Set.of(),
                List.of()));
    assertThat(config.store().sqlite()).isEqualTo(folder.resolve("data/kagiban.db"));
    assertThat(config.log()).isEqualTo(new LogSection(LogSection.Level.WARN, false));
    assertThat(config.institutions().get(0).policy())
        .isEqualTo(new TokenPolicy(2, 20, 5, null, 4, 100, 900, 3, 6));
    assertThat(config.institutions().get(1).policy().autoUnlock()).isEqualTo(Duration.ofHours(12));
    assertThat(config.callers().get(0).certificate()).isEqualTo("cn=atm,o=bank a");
    assertThat(config.callers().get(0).institutions()).isEqualTo(Set.of("bank-a"));
    assertThat(config.callers().get(1).certificate()).isEqualTo("sha256:" + "ab".repeat(32));
    assertThat(config.callers().get(0).person()).isEqualTo("atm");
    assertThat(config.callers().get(1).person()).isEqualTo("Okano");
    assertThat(config.revoked())
        .containsExactly(
            new RevokedSection(
                "sha256:" + "cd".repeat(32), LocalDate.of(2026, 11, 22), "lost laptop"),
            new RevokedSection("sha256:" + "ef".repeat(32), null, null));
    assertThat(config.custody())
        .isEqualTo(new CustodySection(3, Duration.ofHours(47), folder.resolve("batches")));
    assertThat(config.audit())
        .isEqualTo(
            new AuditSection(
                folder.resolve("signed"),
                "kagiban/bank-a",
                Path.of("/archive/log"),
                512_000,
                Set.of(VerifierKey.parse(FORMER)),
                List.of(
                    new WitnessSection(
                        BaseUrl.parse("https://witness.example/log"), VerifierKey.parse(WITNESS_1)),
                    new WitnessSection(
                        BaseUrl.parse("http://localhost:7000"), VerifierKey.parse(WITNESS_2))),
                1));
    assertThat(config.callers().get(1).institutions()).isEqualTo(Set.of("bank-a", "bank-b"));
  }

  /** Each row breaks the good file in one place; the mistake's line, key and advice are told. */
  @ParameterizedTest(name = "{3} -> {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          listen: "[::1]:8443" | lisen: x:1         | 3  | server.lisen | did you mean 'listen'?
          listen: "[::1]:8443" | listen: 8443       | 3  | server.listen | host:port, such as 127.0.0.1:8443
          listen: "[::1]:8443" | listen: host:99999 | 3  | server.listen | host:port
          listen: "[::1]:8443" | listen: [a, b]     | 3  | server.listen | must be host:port
          key: /etc/kagiban/server.key | # no key   | 3  | server.key | is missing; write the PEM file
          key: /etc/kagiban/server.key | key:       | 5  | server.key | has no value
          calls-per-connection: 50 | calls-per-connection: 0 | 7 | server.calls-per-connection | a whole number from 1 to 100000, not '0'
          workers: 7           | workers: many      | 13 | hsm.workers | a whole number from 1 to 64, not 'many'
          workers: 7           | workers: 7.5       | 13 | hsm.workers | a whole number from 1 to 64
          workers: 7           | worker: 7          | 13 | hsm.worker | did you mean 'workers'?
          workers: 7           | call_limit_millis: 5 | 13 | hsm.call_limit_millis | did you mean 'call-limit-millis'?
          pin-fd: 3            | pin: 1234          | 12 | hsm.pin | a PIN never stands in this file
          pin-fd: 3            | so-pin: 1234       | 12 | hsm.so-pin | a PIN never stands in this file
          pin-fd: 3            | pin-prompt: maybe  | 12 | hsm.pin-prompt | must be true or false
          pin-fd: 3            | queue: 99          | 14 | hsm.queue | stands here and on line 12
          seeds: resident      | pin-prompt: true   | 16 | hsm.pin-prompt | exactly one of pin-file, pin-fd and pin-prompt
          seeds: resident      | seeds: residnt     | 16 | hsm.seeds | did you mean 'resident'?
          url: sqlite:data/kagiban.db | url: kagiban.db | 19 | store.url | sqlite: and a path
          url: sqlite:data/kagiban.db | url: postgres://user:secret@db | 19 | store.url | not 'postgres:...'
          url: sqlite:data/kagiban.db | url: jdbc:postgresql://db/k | 19 | store.user | is missing; write the database's role
          url: sqlite:data/kagiban.db | "url: jdbc:postgresql://db/k?password=x" | 19 | store.url | give store.user and store.password-file
          url: sqlite:data/kagiban.db | "url: jdbc:postgresql://u:x@db/k" | 19 | store.url | must not hold user or password
          url: sqlite:data/kagiban.db | "url: jdbc:postgresql://db:x/k" | 19 | store.url | cannot be read by the driver
          id: bank-b           | id: bank-a         | 35 | institutions[1].id | another institution's id already
          id: bank-b           | id: bank b         | 35 | institutions[1].id | must be 1 to 32 of
          token-id-prefix: BBBB | token-id-prefix: bbbb | 37 | institutions[1].token-id-prefix | write BBBB
          token-id-prefix: BBBB | token-id-prefix: AAAA | 37 | institutions[1].token-id-prefix | another institution's
          auto-unlock: 12h     | auto-unlock: 0m    | 39 | institutions[1].policy.auto-unlock | such as 90s, 30m
          lock-limit: 5        | lock-limit: 101    | 26 | institutions[0].policy.lock-limit | from 1 to 100, not '101'
          drift-limit: 100     | drift-limit: 3     | 29 | institutions[0].policy.drift-limit | at least window and enrollment-window
          counter-limit: 900   | counter-limit: 19  | 30 | institutions[0].policy.counter-limit | at least look-ahead
          role: channel        | role: chanel       | 44 | callers[0].role | did you mean 'channel'?
          role: channel        | # none             | 42 | callers[0].role | is missing; write channel, operator
          institutions: [bank-a] | institutions: [bank-c] | 45 | callers[0].institutions | did you mean 'bank-a'?
          name: atm            | name: help desk    | 42 | callers[0].name | must be 1 to 64 of
          name: atm            | name: auditor      | 46 | callers[1].name | another caller's name
          certificate: CN=atm, O=Bank A | certificate: atm | 43 | callers[0].certificate | the certificate's subject, such as
          certificate: CN=atm, O=Bank A | certificate: sha256:12 | 43 | callers[0].certificate | 64 hexadecimal digits
          person: Okano        | person: a b         | 50 | callers[1].person | must be 1 to 64 of A-Z a-z 0-9 . _ -
          person: Okano        | person: ATM         | 50 | callers[1].person | 'ATM' and 'atm' differ only in case
          person: Okano        | persons: Okano      | 50 | callers[1].persons | did you mean 'person'?
          sha256:efef          | sha256:ef           | 58 | revoked[1].certificate | must have 64 hexadecimal digits
          sha256:efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef | CN=atm,O=Bank A | 58 | revoked[1].certificate | a subject does not name one certificate
          reason: lost laptop  | certificate: x      | 57 | revoked[0].certificate | stands here and on line 55
          reason: lost laptop  | because: lost       | 57 | revoked[0].because | is not a known key
          since: 2026-11-22    | since: 22.11.2026   | 56 | revoked[0].since | must be a date such as 2026-11-22
          since: 2026-11-22    | since: 2026-02-30   | 56 | revoked[0].since | must be a date such as
          revoked:             | revokd:             | 54 | revokd | did you mean 'revoked'?
          approvals: 3         | approvals: 0        | 60 | custody.approvals | a whole number from 1 to 5, not '0'
          approvals: 3         | approvals: 6        | 60 | custody.approvals | from 1 to 5
          approval-hours: 47   | approval-hours: 169 | 61 | custody.approval-hours | from 1 to 168
          approval-hours: 47   | approval-hours: 24h | 61 | custody.approval-hours | from 1 to 168, not '24h'
          spool: batches       | spol: batches       | 62 | custody.spol | did you mean 'spool'?
          origin: kagiban/bank-a | origin: bank a     | 65 | audit.origin | without spaces and +, not 'bank a'
          archive: /archive/log | archive: signed     | 66 | audit.archive | another folder than the log's
          keep-events: 512000  | keep-events: -1      | 67 | audit.keep-events | a whole number from 0
          kagiban/bank-a+      | bank-a+              | 68 | audit.former-keys | id is not that of its name
          quorum: 1            | quorum: 3            | 75 | audit.quorum | from 0 to 2, not '3'
          listen: 127.0.0.1:9464 | listen: 192.0.2.1:9464 | 77 | metrics.listen | an address of this machine alone
          listen: 127.0.0.1:9464 | listen: 9464       | 77 | metrics.listen | such as 127.0.0.1:9464
          listen: 127.0.0.1:9464 | listen: 127.0.0.1:94640 | 77 | metrics.listen | such as 127.0.0.1:9464
          http://127.0.0.1:4318 | http://192.0.2.1:4318 | 79 | tracing.endpoint | http only on this machine
          http://127.0.0.1:4318 | collector | 79 | tracing.endpoint | such as http://127.0.0.1:4318
          percent: 10          | percent: 101         | 80 | tracing.percent | from 0 to 100, not '101'
          url: https://witness.example/log | url: ftp://witness.example | 71 | audit.witnesses[0].url | http only on this machine
          url: https://witness.example/log | url: http://witness.example | 71 | audit.witnesses[0].url | http only on this machine
          key: one.example+    | key: two.example+    | 72 | audit.witnesses[0].key | id is not that of its name
          key: two.example+9585503b+BPxRzY5iGKGjjaR+0AIw8FgIFu0TujMDrF3rkRVIkIAl | key: one.example+c85d7f3d+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM | 74 | audit.witnesses[1].key | stands here twice
          key: two.example+9585503b+BPxRzY5iGKGjjaR+0AIw8FgIFu0TujMDrF3rkRVIkIAl | key: kagiban/bank-a+1cec626f+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea | 74 | audit.witnesses[1].key | of type COSIGNATURE, not ED25519
          folder: signed       | foldr: signed        | 64 | audit.foldr | did you mean 'folder'?
          level: warn          | level: loud         | 52 | log.level | one of debug, info, warn, error
          hsm:                 | hms:                | 8  | hms | did you mean 'hsm'?
          hsm:                 | hms:                | 2  | hsm | is missing
          """)
  void read_brokenFile_tellsPlaceAndRemedy(
      String whole, String broken, int line, String path, String advice) throws Exception {
    String text = good();
    assertThat(text).contains(whole);
    int at = text.indexOf(whole);
    String changed = text.substring(0, at) + broken + text.substring(at + whole.length());
    Files.writeString(file, changed);
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> ServerConfig.read(file));
    assertThat(refused).isNotNull();
    assertThat(refused.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.message()).contains(advice);
            });
    assertThat(refused).hasMessageContaining(file + ":" + line + ": ");
    // The folder's own name may have any digits.
    assertThat(String.valueOf(refused.getMessage()).replace(file.toString(), ""))
        .doesNotContain("1234")
        .doesNotContain("secret");
  }

  @Test
  void read_manyMistakes_areToldAtOnceInTheFilesOrder() throws Exception {
    String text = good().replace("workers: 7", "workers: 0").replace("level: warn", "level: loud");
    Files.writeString(file, text.replace("listen:", "lisen:"));
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> ServerConfig.read(file));
    assertThat(refused.problems())
        .extracting(ConfigProblem::path)
        .containsExactly(
            "server.listen",
            "server.lisen",
            "hsm.workers",
            "log.level",
            "metrics.listen",
            "metrics.lisen");
    assertThat(String.valueOf(refused.getMessage()).lines()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                       | is empty
          # only a comment         | is empty
          just words               | is not a list of sections
          a: [1, 2                 | is not YAML
          a: 1 --- b: 2            | is not YAML
          """)
  void read_noYaml_saysSo(String text, String message) throws Exception {
    Files.writeString(file, text);
    assertThatThrownBy(() -> ServerConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void read_noFile_saysWhereToGetOne() {
    assertThatThrownBy(() -> ServerConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kagiban config example");
  }

  @Test
  void read_notUtf8_saysSo() throws Exception {
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> ServerConfig.read(file)).hasMessageContaining("UTF-8");
  }
}
