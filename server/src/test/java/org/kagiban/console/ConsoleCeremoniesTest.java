package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.ceremony.SampleCeremony;
import org.kagiban.web.EveryLook;

/** What the console shows of ceremonies: people, events, transcripts. */
final class ConsoleCeremoniesTest extends SampleConsole {
  @Test
  void ceremony_saysWhoProposedApprovedAndRanIt() {
    act(EventKind.CEREMONY_PROPOSED, "Sato");
    act(EventKind.CEREMONY_APPROVED, "Suzuki");
    act(EventKind.CEREMONY_APPROVED, "Tanaka");
    act(EventKind.CEREMONY_APPROVAL_WITHDRAWN, "Tanaka");
    act(EventKind.CEREMONY_STARTED, "Sato");
    act(EventKind.CEREMONY_EXECUTED, "Sato");
    log.publish();
    Page page = enter("/ceremonies");
    EveryLook.assertGood(page, "console-ceremonies");
    page.locator("main tbody a").first().click();
    assertThat(page.textContent(".facts"))
        .contains("Sato", "Suzuki (1 needed besides the proposer)", "CEREMONY_EXECUTED")
        .doesNotContain("Tanaka");
    assertThat(page.locator(".wide tbody tr").count()).isEqualTo(6);
    EveryLook.assertGood(page, "console-ceremony");
  }

  @Test
  void ceremony_ofManySeeds_stillShowsWhoApproved() {
    act(EventKind.CEREMONY_PROPOSED, "Sato");
    act(EventKind.CEREMONY_APPROVED, "Suzuki");
    act(EventKind.CEREMONY_STARTED, "Sato");
    for (int i = 0; i < 1500; i++) {
      log.add(
          log.event(EventKind.KEY_REWRAPPED)
              .with(EventField.CEREMONY, "c-1")
              .with(EventField.TOKEN, "VSST%08d".formatted(i)));
    }
    act(EventKind.CEREMONY_EXECUTED, "Sato");
    log.publish();
    Page page = enter();
    page.navigate(console.url() + "/ceremony?id=c-1");
    assertThat(page.locator(".facts").first().textContent())
        .contains("Suzuki (1 needed besides the proposer)", "CEREMONY_EXECUTED");
    assertThat(page.locator(".wide tbody tr").count()).isEqualTo(200);
    assertThat(page.textContent("main")).contains("These are the last 200.");
    page.locator("text=All of its events").click();
    assertThat(page.locator("tbody tr").count()).isEqualTo(50);
    assertThat(page.textContent("tbody")).contains("CEREMONY_EXECUTED", "VSST00001499");
  }

  @Test
  void transcripts_ofAFolder_areCheckedAndHeldAgainstTheLog(@TempDir Path kept) throws IOException {
    SampleCeremony ceremony = new SampleCeremony();
    // The other one's events are in the log, but for those of its approval.
    SampleCeremony other = new SampleCeremony();
    ceremony.events().forEach(log::add);
    other.events().stream()
        .filter(event -> event.kind() != EventKind.CEREMONY_APPROVED)
        .forEach(log::add);
    log.publish();
    Path transcripts = Files.createDirectory(kept.resolve("transcripts"));
    Files.writeString(transcripts.resolve("first.transcript"), ceremony.transcript());
    Files.writeString(
        transcripts.resolve("other.transcript"),
        other.transcript().replace("person: Ben Mori", "person: <b>Eve"));
    Files.writeString(transcripts.resolve("notes.txt"), "no transcript\n");
    Path ca = Files.writeString(kept.resolve("ca.pem"), ceremony.authority());
    reopen("--transcripts", transcripts.toString(), "--ca", ca.toString());
    Page page = enter("/ceremonies");
    assertThat(page.textContent("main"))
        .contains("first.transcript", "they hold", "they do NOT hold", "notes.txt")
        .contains("no transcript: ");

    page.navigate(console.url() + "/ceremony?id=" + ceremony.id());
    assertThat(page.textContent("main"))
        .contains("Transcript, from the file first.transcript")
        .contains("CN=ca", "the transcript holds", "APPROVE by Ben Mori")
        .contains("the outcome is the one whose SHA-256 the log has")
        .contains("the transcript fits the log");
    Download download =
        page.waitForDownload(() -> page.locator("text=Download the transcript").click());
    assertThat(download.path()).hasContent(ceremony.transcript());
    EveryLook.assertGood(page, "console-transcript");

    page.navigate(console.url() + "/ceremony?id=" + other.id());
    assertThat(page.textContent("main"))
        .contains("that no given authority issued", "the transcript does NOT hold")
        .contains("APPROVE by <b>Eve", "the log has no event", "does NOT fit the log");
    assertThat(page.locator("main b").count()).isZero();
  }

  @Test
  void transcript_withoutAnAuthority_isShownAsNotChecked(@TempDir Path kept) throws IOException {
    SampleCeremony ceremony = new SampleCeremony();
    Files.writeString(kept.resolve("first.transcript"), ceremony.transcript());
    reopen("--transcripts", kept.toString());
    Page page = enter();
    page.navigate(console.url() + "/ceremony?id=" + ceremony.id());
    assertThat(page.textContent("main"))
        .contains("Not checked: nobody said whose certificates count")
        .contains("the log has no event of this ceremony")
        .doesNotContain("the transcript holds");
  }

  private void act(EventKind kind, String person) {
    log.add(
        log.event(kind)
            .with(EventField.CEREMONY, "c-1")
            .with(EventField.OPERATION, "kek-rotation")
            .with(EventField.REQUIRED, 1)
            .with(EventField.PERSON, person));
  }
}
