package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.demo.DevCaller;

/** Who may do what, and under which policy, as the log tells it. */
class SettingsLogTest {
  @TempDir private Path folder;
  private RunningServer server;
  private String config;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(folder);
    config = server.configuration();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<AuditEvent> told() throws Exception {
    return server.events().stream()
        .filter(
            event ->
                event.kind() == EventKind.ROLE_CHANGED || event.kind() == EventKind.POLICY_CHANGED)
        .toList();
  }

  private AuditEvent last() throws Exception {
    List<AuditEvent> all = told();
    return all.get(all.size() - 1);
  }

  @Test
  void start_firstOne_tellsOfEveryCallerAndPolicy() throws Exception {
    assertThat(told())
        .extracting(event -> event.text(EventField.OBJECT))
        .contains(DevCaller.HELP_DESK.id(), "institution sample-cu", "custody")
        .hasSize(DevCaller.values().length - 1 + 3)
        .doesNotHaveDuplicates();
    AuditEvent helpDesk =
        told().stream()
            .filter(event -> DevCaller.HELP_DESK.id().equals(event.text(EventField.OBJECT)))
            .findFirst()
            .orElseThrow();
    assertThat(helpDesk.text(EventField.ROLE)).isEqualTo("operator");
    assertThat(helpDesk.text(EventField.PERSON)).isEqualTo(DevCaller.HELP_DESK.id());
    assertThat(helpDesk.text(EventField.VALUE))
        .startsWith("institutions=sample-cu certificate=")
        .contains("cn=" + DevCaller.HELP_DESK.id());
  }

  @Test
  void start_unchanged_tellsNothing() throws Exception {
    int before = told().size();
    server.restart();
    assertThat(told()).hasSize(before);
  }

  @Test
  void start_changedPolicy_isToldThenAndNotAtTheReload() throws Exception {
    int before = told().size();
    server.configure(
        config.replace("token-id-prefix: VSST}", "token-id-prefix: VSST, policy: {lock-limit: 4}}")
            + "custody: {approvals: 2}\n");
    assertThat(told()).hasSize(before);
    server.restart();
    assertThat(told().subList(before, before + 2))
        .extracting(event -> event.text(EventField.OBJECT), event -> event.text(EventField.VALUE))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "custody", "approvals=2 approval-hours=24 seeds=resident kek-not-enforced=refused"),
            org.assertj.core.groups.Tuple.tuple(
                "institution sample-cu",
                "token-id-prefix=VSST window=1 look-ahead=10 lock-limit=4 auto-unlock=1800s"
                    + " enrollment-window=3 drift-limit=120 counter-limit=1000"
                    + " temporary-code-uses=5 temporary-code-days=7"));
    assertThat(told()).hasSize(before + 2);
  }

  @Test
  void reload_callerOfAnotherRole_isToldWithTheReload() throws Exception {
    server.configure(config.replace("role: operator", "role: custodian"));
    assertThat(last().text(EventField.OBJECT)).isEqualTo(DevCaller.HELP_DESK.id());
    assertThat(last().text(EventField.ROLE)).isEqualTo("custodian");
    int known = told().size();
    server.restart();
    assertThat(told()).hasSize(known);
  }

  @Test
  void reload_callerGone_isToldWithoutARole() throws Exception {
    String entry = config.substring(config.indexOf("  - name: help-desk"));
    entry = entry.substring(0, entry.indexOf("  - name: custodian-1"));
    server.configure(config.replace(entry, ""));
    assertThat(last().text(EventField.OBJECT)).isEqualTo(DevCaller.HELP_DESK.id());
    assertThat(last().text(EventField.PERSON)).isEqualTo(DevCaller.HELP_DESK.id());
    assertThat(last().text(EventField.ROLE)).isNull();
    assertThat(last().text(EventField.VALUE)).isNull();
  }

  @Test
  void reload_revocation_isToldWhenItComesAndWhenItGoes() throws Exception {
    String certificate = "sha256:" + "ab".repeat(32);
    server.configure(config + "revoked: [{certificate: '" + certificate + "'}]\n");
    assertThat(last().text(EventField.OBJECT)).isEqualTo(certificate);
    assertThat(last().text(EventField.VALUE)).isEqualTo("revoked=true");
    server.configure(config);
    assertThat(last().text(EventField.OBJECT)).isEqualTo(certificate);
    assertThat(last().text(EventField.VALUE)).isNull();
  }

  @Test
  void fitting_longValue_isCutAndEndsInItsHash() {
    String value = "合".repeat(2000);
    String fitting = SettingsInForce.fitting(value);
    assertThat(fitting.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(4096);
    assertThat(fitting).startsWith("合合").containsPattern("\\.\\.\\. sha256=[0-9a-f]{64}$");
    assertThat(SettingsInForce.fitting(value + "x")).isNotEqualTo(fitting);
    assertThat(SettingsInForce.fitting("a=1")).isEqualTo("a=1");
  }
}
