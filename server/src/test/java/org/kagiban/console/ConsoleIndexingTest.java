package org.kagiban.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.tile.Tile;
import org.kagiban.cli.Progress;
import org.kagiban.web.EveryLook;

/** What pages say of a log whose index has not come further than its first bundle. */
final class ConsoleIndexingTest extends SampleConsole {
  /** The last event of the sample, the only one of its token since the sixth. */
  private static final int WRONG = 307;

  private final CountDownLatch goOn = new CountDownLatch(1);

  @Override
  Progress indexed() {
    return (step, done, total) -> {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  @AfterEach
  void goOn() {
    goOn.countDown();
  }

  @Test
  void pages_withALittleNotIndexed_readItThemselves() {
    Page page = enterHeldUp();
    for (String path :
        List.of("/search", "/key?name=VSST87654321", "/keys", "/plots", "/ceremonies")) {
      page.navigate(console.url() + path);
      assertThat(note(page))
          .as(path)
          .isEqualTo("256 of 308 events are read so far. Reload for more.");
    }
    page.navigate(console.url() + "/ceremonies");
    assertThat(page.textContent("main")).contains("What is read so far tells of no ceremony.");
    page.navigate(console.url() + "/key?name=VSST87654321");
    assertThat(page.locator("svg.plot a").count()).isEqualTo(4);
    page.navigate(console.url() + "/key?name=none");
    assertThat(page.textContent("main")).contains("The log has no event in a chain of this name.");
    page.navigate(console.url() + "/event?index=" + WRONG);
    assertThat(page.locator("main .note:not(#verdict)").count()).isZero();
    assertThat(page.locator("text=Previous event").count()).isEqualTo(1);
  }

  @Test
  void pages_withMuchNotIndexed_sayWhatTheyDidNotReadAndFromWhereToGoOn() {
    int size = WRONG + 1 + (Finder.MOST_UNINDEXED + 2) * Tile.FULL;
    while (log.size() < size) {
      log.use("VSST12345678", "ACCEPTED", "more");
    }
    log.publish();
    Page page = enterHeldUp();
    page.navigate(console.url() + "/key?name=VSST87654321");
    assertThat(note(page)).contains("256 of %,d".formatted(size));
    assertThat(page.textContent("main"))
        .contains(
            "There is no event in a chain of this name from place 1,024 up to place 103,220.");
    EveryLook.assertGood(page, "console-key-indexing");
    page.locator("text=Older events").click();
    assertThat(page.locator("svg.plot a").count()).isEqualTo(4);

    page.navigate(console.url() + "/event?index=5");
    page.waitForSelector("#verdict.good");
    assertThat(page.locator("main").textContent()).contains("events are read so far");
    assertThat(page.locator("text=Next event").count()).isEqualTo(1);
    page.navigate(console.url() + "/ceremony?id=any");
    assertThat(note(page)).contains("events are read so far");
    assertThat(page.locator("main table").count()).isZero();

    goOn.countDown();
    page = enter("/key?name=VSST87654321");
    assertThat(page.locator("svg.plot a").count()).isEqualTo(4);
  }

  /** Where the index has its first bundle and no more. */
  private Page enterHeldUp() {
    Page page = enter();
    page.waitForCondition(
        () -> {
          page.navigate(console.url() + "/keys");
          return note(page).startsWith("256 of ");
        });
    return page;
  }

  private static String note(Page page) {
    return page.locator(".note").first().textContent().strip();
  }
}
