package org.kagiban.console;

import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.reconcile.Reconciliation;
import org.kagiban.cli.AuditCopy;
import org.kagiban.cli.AuditReconcileText;
import org.kagiban.cli.ConnectOptions;
import org.kagiban.cli.Progress;
import org.kagiban.cli.Session;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** What the console asks the server, where it may: for the rest of the log, and an inventory. */
final class Server implements Page {
  private static final String REFRESH = "refresh";
  private static final String RECONCILE = "reconcile";
  private static final String HOW =
      """
      <p>This console asks no server. Start it with the auditor's own certificate for that:</p>
      <pre>kagiban audit console DIR --connect auditor.yaml</pre>
      <p>Then this page takes the copy of the log up to date, and compares what the HSM and the
      database hold with what the log says, as <code>kagiban audit export</code> and
      <code>kagiban audit reconcile</code> do.</p>
      """;

  private final ConnectOptions connect;
  private final AuditCopy copy;
  private final Jobs jobs;

  /**
   * @param connect not given: the page says how
   */
  Server(ConnectOptions connect, AuditCopy copy, Jobs jobs) {
    this.connect = connect;
    this.copy = copy;
    this.jobs = jobs;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    String main = connect.given() ? parts() : HOW;
    return WebAnswer.html(200, Html.page("Server", "/server", main, Jobs.MODULE));
  }

  private String parts() {
    return "<h2>The copy of the log</h2>\n"
        + jobs.html(
            REFRESH,
            "<form method=\"post\" action=\"/refresh\"><button>Take it up to date</button></form>")
        + "<h2>HSM and database against the log</h2>\n"
        + jobs.html(
            RECONCILE,
            """
            <form method="post" action="/reconcile"><label>How deep <select name="deep">
            <option value="no">labels, attributes, check values at rest</option>
            <option value="yes">also unwrap each seed in the HSM</option></select></label>
            <button>Reconcile</button></form>
            """);
  }

  /** Begins an export into the folder. */
  WebAnswer refresh(WebRequest request) {
    jobs.start(REFRESH, this::refreshed);
    return WebAnswer.redirect("/server");
  }

  private String refreshed(Progress progress) {
    try (Session session = connect.open()) {
      Checkpoint now = copy.refresh(session, progress).checkpoint();
      return EventRows.said(
          true, "the copy is up to date: %,d events of %s".formatted(now.size(), now.origin()));
    }
  }

  /** Begins {@code audit reconcile}. */
  WebAnswer reconcile(WebRequest request) {
    boolean deep = request.form("deep").equals("yes");
    jobs.start(RECONCILE, progress -> reconciled(deep, progress));
    return WebAnswer.redirect("/server");
  }

  private String reconciled(boolean deep, Progress progress) {
    try (Session session = connect.open()) {
      Reconciliation.Result result = copy.reconcile(session, deep, progress);
      return EventRows.said(result.clean(), AuditReconcileText.of(result));
    }
  }
}
