package org.kagiban.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.kagiban.app.CeremonyTexts.NEXT_KEK;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.EventTable;
import org.kagiban.demo.DevCaller;

/** All that a server does, once each, and the log says of it what its document says. */
class EveryEventTest {
  private static final String REVOKED =
      "revoked:\n  - {certificate: 'sha256:%s', since: 2026-11-22}\n".formatted("ab".repeat(32));

  /** Somebody reads the log: seen where that is tested. */
  private static final Set<EventKind> OF_READERS =
      EnumSet.of(EventKind.LOG_READ, EventKind.LOG_EXPORTED);

  @TempDir private Path folder;
  private final List<String> secrets = new ArrayList<>();

  @Test
  void everyKind_ofAWholeRun_hasTheFieldsOfTheDocumentAndNoSecret() throws Exception {
    List<AuditEvent> events = new ArrayList<>(run());
    events.addAll(DeviceScenes.events(folder.resolve("device.db")));
    EventTable table = EventTable.read();
    assertThat(events).allSatisfy(table::assertFits);
    Set<EventKind> seen = EnumSet.noneOf(EventKind.class);
    events.forEach(event -> seen.add(event.kind()));
    seen.addAll(OF_READERS);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(table.kinds());
    for (AuditEvent event : events) {
      assertHoldsNoSecret(event);
    }
  }

  private List<AuditEvent> run() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, 10)) {
      TokenScenes tokens = new TokenScenes(server, 6);
      tokens.load();
      tokens.life(tokens.tokens.get(0));
      tokens.end(tokens.tokens.get(0));
      tokens.create();
      CustodyScenes custody = new CustodyScenes(server);
      custody.abandon();
      custody.abort();
      custody.vendorsKey();
      server.makeKek(NEXT_KEK);
      reload(server);
      server.stop();
      String spoiled = tokens.tokens.get(5).id();
      spoil(spoiled);
      server.restart();
      var rotated = server.custodians().perform(CeremonyTexts.rotation());
      assertThat(rotated.getTranscript()).contains(spoiled + " SEED_UNUSABLE");
      assertThatThrownBy(
              () ->
                  Calls.enroll(
                      server.connect(DevCaller.INTERNET_BANKING), "a", spoiled, "12345678"))
          .isInstanceOf(StatusRuntimeException.class);
      server.stop();
      server.setSeeds("wrapped", "resident");
      server.restart();
      var moved = server.custodians().perform(CeremonyTexts.migration("resident"));
      assertThat(moved.getTranscript()).contains("moved");
      server.stop();
      remember(tokens, custody);
      List<AuditEvent> events = EventsOf.database(server.folder().resolve("kagiban.db"));
      assertThat(CleanLog.findings(server.folder().resolve("kagiban.db"))).isEmpty();
      assertOutcomesAreThoseOfTheLedger(events);
      assertSomebodyDestroyed(events, tokens.tokens.get(0).id());
      return events;
    }
  }

  private void assertOutcomesAreThoseOfTheLedger(List<AuditEvent> events) throws Exception {
    List<String> told = new ArrayList<>();
    events.forEach(
        event -> {
          byte[] outcome = event.bytes(EventField.OUTCOME);
          if (outcome != null) {
            told.add(event.text(EventField.CEREMONY) + " " + HexFormat.of().formatHex(outcome));
          }
        });
    List<String> kept = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("kagiban.db"));
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT ceremony_id, outcome FROM ceremony WHERE outcome IS NOT NULL")) {
      while (rows.next()) {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(rows.getString(2).getBytes(UTF_8));
        kept.add(rows.getString(1) + " " + HexFormat.of().formatHex(hash));
      }
    }
    assertThat(told).hasSizeGreaterThan(8).containsExactlyInAnyOrderElementsOf(kept);
  }

  private static void assertSomebodyDestroyed(List<AuditEvent> events, String token) {
    assertThat(events)
        .filteredOn(event -> event.kind() == EventKind.KEY_DESTROYED)
        .filteredOn(event -> token.equals(event.text(EventField.TOKEN)))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.text(EventField.CALLER)).isEqualTo(DevCaller.HELP_DESK.id());
              assertThat(event.text(EventField.REASON)).isEqualTo("given back");
            });
  }

  private static void reload(LiveServer server) throws Exception {
    Files.writeString(server.config(), Files.readString(server.config()) + REVOKED);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                Files.readString(server.log())
                    .contains("the changed configuration is in force: certificates revoked"));
  }

  /** The row's binding is another's. */
  private void spoil(String token) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("kagiban.db"));
        PreparedStatement update =
            connection.prepareStatement("UPDATE seed SET mac = zeroblob(32) WHERE token_id = ?")) {
      update.setString(1, token);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private void remember(TokenScenes tokens, CustodyScenes custody) {
    tokens.tokens.forEach(token -> remember(token.seed()));
    custody.components.forEach(component -> remember(component.value()));
    remember(custody.components.get(0).xor(custody.components.get(1)).value());
    secrets.addAll(tokens.codes);
    secrets.add("user-pin-1234");
    secrets.add("so-pin-5678");
  }

  private void remember(byte[] secret) {
    String hex = HexFormat.of().formatHex(secret);
    secrets.add(new String(secret, ISO_8859_1));
    secrets.add(hex);
    secrets.add(hex.toUpperCase(Locale.ROOT));
    secrets.add(Base64.getEncoder().encodeToString(secret));
  }

  /** As a word of its own: the digits of a short code may stand in an id by chance. */
  private void assertHoldsNoSecret(AuditEvent event) {
    assertThat(secrets).hasSizeGreaterThan(30);
    for (String secret : secrets) {
      Pattern word =
          Pattern.compile("(?<![0-9a-zA-Z])" + Pattern.quote(secret) + "(?![0-9a-zA-Z])");
      for (String text : EventTable.texts(event)) {
        assertThat(word.matcher(text).find()).as("%s: %s", event, text).isFalse();
      }
    }
  }
}
