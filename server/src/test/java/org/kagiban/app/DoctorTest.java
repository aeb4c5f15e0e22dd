package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.doctor.Doctor;
import org.kagiban.app.doctor.Finding;
import org.kagiban.app.doctor.Finding.Level;
import org.kagiban.demo.DevPki;
import org.kagiban.hsm.SoftHsm;
import picocli.CommandLine;

/** {@code kagiban doctor}, on what a real server left, and on what was broken since. */
class DoctorTest {
  @TempDir private static Path original;
  private static LiveServer server;
  private static CommandResult whileRunning;

  @TempDir private Path folder;

  @BeforeAll
  static void serve() throws Exception {
    server = LiveServer.startWrapped(original, 10);
    Awaitility.await().until(() -> Files.exists(original.resolve("audit").resolve("checkpoint")));
    whileRunning = doctor(original);
    assertThat(server.stop()).isZero();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CommandResult doctor(Path of) throws IOException, InterruptedException {
    return server.tryProcess("doctor", "--config", of.resolve("kagiban.yaml").toString());
  }

  /** What the server left, to be broken. */
  private void copy() throws IOException {
    try (Stream<Path> all = Files.walk(original)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(original.relativize(one).toString());
        Files.createDirectories(to.getParent());
        Files.copy(one, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private List<Finding> look(Clock clock) throws Exception {
    ServerConfig config = ServerConfig.read(folder.resolve("kagiban.yaml"));
    return new Doctor(config, clock, true, finding -> {}).run(Adapters.tls(config), null);
  }

  private List<String> failures() throws Exception {
    return failures(look(Clock.systemUTC()));
  }

  private static List<String> failures(List<Finding> findings) {
    List<String> failures = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.level() == Level.FAIL) {
        assertThat(finding.remedy()).as(finding.text()).isNotEmpty();
        failures.add(finding.area() + ": " + finding.text());
      }
    }
    return failures;
  }

  private void configure(String from, String to) throws IOException {
    Path file = folder.resolve("kagiban.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void sql(String statement) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("kagiban.db"));
        Statement prepared = connection.createStatement()) {
      prepared.executeUpdate(statement);
    }
  }

  private static Map<String, String> hashes(Path of) throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(of)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(one));
        hashes.put(of.relativize(one).toString(), HexFormat.of().formatHex(hash));
      }
    }
    return hashes;
  }

  @Test
  void doctor_whileTheServerRuns_findsAllWellAndWhoHasTheDatabase() {
    assertThat(whileRunning.exitCode()).as(whileRunning.output()).isZero();
    assertThat(whileRunning.output())
        .contains(
            "a server has it open: process " + server.handle().pid(),
            "OK    hsm: partition live, serial ",
            "OK    hsm: kagiban-request: ",
            "OK    hsm: kagiban-kek-1 is as its ceremony made it",
            "the partition's key is the one that signs this log",
            "and folder and database fit",
            " 0 failed")
        .doesNotContain("FAIL", "user-pin-1234");
  }

  @Test
  void doctor_whileNoServerRuns_findsAllWellAndChangesNothing() throws Exception {
    Map<String, String> before = hashes(original);
    CommandResult result = doctor(original);
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("no server has it open", "every event is signed");
    Map<String, String> after = hashes(original);
    // SoftHSM locks a file of its own and counts generations for whoever logs in.
    before.keySet().removeIf(name -> name.startsWith("softhsm"));
    after.keySet().removeIf(name -> name.startsWith("softhsm"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void doctor_wrongPartition_namesThoseThatThereAre() throws Exception {
    copy();
    configure("partition: live", "partition: other");
    CommandResult result = doctor(folder);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("FAIL  hsm: ", "\"live\"");
  }

  @Test
  void doctor_pinFileThatOthersRead_saysSoTwiceAndHowToMend() throws Exception {
    copy();
    Path pin = folder.resolve("user.pin");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
    CommandResult result = doctor(folder);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("FAIL  files: the PIN file", "-> chmod 600 " + pin, "FAIL  hsm: the PIN file")
        .doesNotContain("user-pin-1234");
  }

  @Test
  void changedEvent_isNamed() throws Exception {
    copy();
    sql("UPDATE event SET entry = x'00' WHERE position = (SELECT max(position) FROM event)");
    assertThat(failures())
        .anyMatch(text -> text.startsWith("log: the database was changed"))
        .anyMatch(text -> text.startsWith("store: the last event in"));
  }

  @Test
  void damagedDatabase_isNamed() throws Exception {
    copy();
    Path file = folder.resolve("kagiban.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 3 * 4096; i < 12 * 4096; i++) {
      bytes[i] = 0x5a;
    }
    Files.write(file, bytes);
    assertThat(failures()).anyMatch(text -> text.startsWith("store: "));
  }

  @Test
  void newerDatabase_isNamed() throws Exception {
    copy();
    sql(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success) VALUES (999, '999', 'later', 'SQL',"
            + " 'V999__later.sql', 'x', 0, 1)");
    assertThat(failures()).anyMatch(text -> text.contains("was written by a newer kagiban"));
  }

  @Test
  void forgedCheckpoint_isNamed() throws Exception {
    copy();
    Path checkpoint = folder.resolve("audit").resolve("checkpoint");
    String text = Files.readString(checkpoint);
    String[] lines = text.split("\n", 3);
    Files.writeString(checkpoint, lines[0] + "\n1" + lines[1] + "\n" + lines[2]);
    assertThat(failures()).anyMatch(found -> found.startsWith("log: the log's checkpoint"));
  }

  @Test
  void clockBeforeTheLog_isNamed() throws Exception {
    copy();
    Clock early = Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));
    assertThat(failures(look(early)))
        .anyMatch(text -> text.startsWith("clock: the clock says ") && text.contains("last event"));
  }

  @Test
  void certificateThatEnds_isNamed() throws Exception {
    copy();
    Instant end = Instant.now().plus(Duration.ofDays(20_000));
    assertThat(failures(look(Clock.fixed(end, ZoneOffset.UTC))))
        .anyMatch(text -> text.startsWith("certificates: the server's certificate"))
        .anyMatch(text -> text.startsWith("certificates: the clients' authority"));
  }

  @Test
  void keyOfAnotherCertificate_isNamed() throws Exception {
    copy();
    DevPki other = DevPki.ensure(folder.resolve("other-pki"), Clock.systemUTC());
    configure(server.pki().serverKey().toString(), other.serverKey().toString());
    assertThat(failures()).anyMatch(text -> text.contains("is not the key of the certificate"));
  }

  @Test
  void partitionWithoutKeys_isNamedWithTheCeremoniesToPerform() throws Exception {
    copy();
    SoftHsm empty = SoftHsm.create();
    ServerConfig config = ServerConfig.read(folder.resolve("kagiban.yaml"));
    List<Finding> found =
        new Doctor(config, Clock.systemUTC(), false, finding -> {})
            .run(Adapters.tls(config), section -> empty.open());
    assertThat(failures(found))
        .contains("hsm: there is no key kagiban-request: no call is served")
        .anyMatch(text -> text.startsWith("log: the log was signed before, and the partition has"));
    assertThat(found)
        .extracting(Finding::remedy)
        .contains("perform a partition-keys ceremony: hsm-config/README.md");
  }

  @Test
  void tooFewCustodians_areNamed() throws Exception {
    copy();
    Path file = folder.resolve("kagiban.yaml");
    Files.writeString(file, Files.readString(file) + "custody:\n  approvals: 5\n");
    assertThat(failures()).anyMatch(text -> text.startsWith("config: a ceremony needs 6 people"));
  }

  @Test
  void json_isALineForEachFinding_andABrokenConfigurationExitsWith2() throws Exception {
    Path file = Files.writeString(folder.resolve("kagiban.yaml"), "sever: 1\n");
    StringWriter out = new StringWriter();
    CommandLine root = Main.commandLine().setOut(new PrintWriter(out));
    assertThat(root.execute("doctor", "--json", "--config", file.toString())).isEqualTo(2);
    assertThat(out.toString().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("{\"level\":\"FAIL\",\"area\":\"config\",\"text\":"))
        .allMatch(line -> line.endsWith("}"));
  }

  @Test
  void configuration_thatIsNotThere_isNamedByItsPath() {
    Path file = folder.resolve("elsewhere.yaml");
    StringWriter out = new StringWriter();
    CommandLine root = Main.commandLine().setOut(new PrintWriter(out));
    assertThat(root.execute("doctor", "--config", file.toString())).isEqualTo(2);
    assertThat(out.toString()).contains(file + ":1: there is no such file");
  }
}
