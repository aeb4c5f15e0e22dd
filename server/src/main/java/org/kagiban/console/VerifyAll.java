package org.kagiban.console;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.kagiban.cli.AuditResult;
import org.kagiban.cli.AuditVerification;
import org.kagiban.cli.Progress;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** {@code audit verify} over the whole log, from a button. */
final class VerifyAll {
  private static final String NAME = "verify";
  private static final String FORM =
      """
      <form method="post" action="/verify"><button>Verify all</button></form>
      <p>Checks every tile and event, the keys' chains and lives, ceremonies and earlier checkpoints,
      as <code>kagiban audit verify</code> does.</p>
      """;

  private final OpenLog log;
  private final Jobs jobs;

  VerifyAll(OpenLog log, Jobs jobs) {
    this.log = log;
    this.jobs = jobs;
  }

  /** Its part of a page. */
  String html() {
    return "<h2>The whole log</h2>\n" + jobs.html(NAME, FORM);
  }

  /** Begins it. */
  WebAnswer start(WebRequest request) {
    jobs.start(NAME, this::run);
    return WebAnswer.redirect("/");
  }

  private String run(Progress progress) {
    AuditResult result = new AuditVerification(log.folder(), List.of()).run(progress);
    String time = log.times().text(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    return "<p>Last verified at %s:</p>".formatted(Html.text(time))
        + EventRows.said(result.clean(), result.text(log.times()));
  }
}
