package org.kagiban.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.kagiban.cli.CliException;
import org.kagiban.cli.ConnectOptions;
import org.kagiban.cli.Session;
import org.kagiban.cli.TranscriptOptions;
import org.kagiban.cli.TranscriptPaper;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/**
 * Ceremonies' transcripts: the server's, where it may be asked, and those of a folder. Read anew
 * for each page.
 */
final class Transcripts {
  private static final String SERVER = "server";
  private static final String HOW =
      """
      <h2>Transcript</h2>
      <p>None is at hand. Start the console with <code>--connect FILE</code> to ask the server for
      it, or with <code>--transcripts DIR</code> for those that were kept, written by
      <code>kagiban ceremony show ID --transcript --out FILE</code>; and with <code>--ca FILE</code>
      to have the custodians' signatures checked.</p>
      """;

  private final ConnectOptions connect;
  private final TranscriptOptions options;
  private final OpenLog log;

  Transcripts(ConnectOptions connect, TranscriptOptions options, OpenLog log) {
    this.connect = connect;
    this.options = options;
    this.log = log;
  }

  /** Those of one ceremony in the folder. */
  List<TranscriptPaper> kept(String ceremony) {
    List<TranscriptPaper> papers = new ArrayList<>();
    for (TranscriptOptions.Entry entry : options.entries()) {
      TranscriptPaper paper = entry.paper();
      if (paper != null && paper.ceremony().equals(ceremony)) {
        papers.add(paper);
      }
    }
    return papers;
  }

  /**
   * A ceremony's page's part.
   *
   * @param acts the log's events of the ceremony as a whole
   */
  String html(String ceremony, List<Finder.Found> acts, List<TranscriptPaper> kept) {
    StringBuilder html = new StringBuilder();
    if (connect.given()) {
      html.append("<h2>Transcript, as the server tells it now</h2>\n");
      try {
        html.append(paper(fetch(ceremony), acts, SERVER));
      } catch (CliException e) {
        html.append(Html.box("bad", "<p>" + Html.text(Html.why(e)) + "</p>"));
      }
    }
    for (TranscriptPaper paper : kept) {
      html.append("<h2>Transcript, from the file %s</h2>\n".formatted(Html.text(paper.from())));
      html.append(paper(paper, acts, paper.from()));
    }
    return html.isEmpty() ? HOW : html.toString();
  }

  private TranscriptPaper fetch(String ceremony) {
    try (Session session = connect.open()) {
      return options.fetch(session, ceremony);
    }
  }

  private String paper(TranscriptPaper paper, List<Finder.Found> acts, String from) {
    TranscriptFit.Result fit = TranscriptFit.of(paper, acts);
    String to = "&id=" + Html.query(paper.ceremony()) + "&from=" + Html.query(from);
    return "<table class=\"facts\"><caption>What it is</caption>\n"
        + Html.row("what", Html.text(paper.kind()))
        + Html.row("status", Html.text(paper.status()))
        + Html.row("transcript's SHA-256", "<code>" + paper.sha256() + "</code>")
        + Html.row("file's SHA-256", "<code>" + paper.fileHash() + "</code>")
        + "</table>\n"
        + "<h3>Its signatures</h3>\n"
        + signatures(paper)
        + "<h3>Against the log</h3>\n"
        + EventRows.said(fit.clean(), fit.text())
        + deeds(paper)
        + text("The ceremony's file", paper.file())
        + text("The transcript", new String(paper.bytes(), StandardCharsets.UTF_8))
        + """
        <p><a href="/transcript?part=file%s" download="%s.yaml">Download the ceremony's file</a><br>
        <a href="/transcript?part=whole%s" download="%s.transcript">Download the transcript</a>:
        the bytes that <code>kagiban ceremony show</code> writes with <code>--out</code></p>
        """
            .formatted(
                Html.text(to),
                Html.text(paper.ceremony()),
                Html.text(to),
                Html.text(paper.ceremony()));
  }

  private String signatures(TranscriptPaper paper) {
    String authorities = options.authorities();
    if (!paper.checked() || authorities == null) {
      return Html.box(
          "note",
          "<p>Not checked: nobody said whose certificates count. Start the console with <code>--ca"
              + " FILE</code>, the authorities that issue the custodians' certificates.</p>");
    }
    return """
        <p>Checked by this console on this machine, as <code>kagiban ceremony verify</code> does: each
        signature with the key of the custodian's certificate that the transcript carries, and that
        certificate with its authority: %s. Who a person is, and what the HSM said, is the server's
        word.</p>
        """
            .formatted(Html.text(authorities))
        + EventRows.said(paper.holds(), paper.findings());
  }

  private String deeds(TranscriptPaper paper) {
    StringBuilder rows = new StringBuilder();
    for (TranscriptPaper.Deed deed : paper.deeds()) {
      rows.append(
          Html.cells(
              Html.text(deed.act()),
              Html.text(deed.person()),
              Html.text(deed.custodian()),
              Html.text(log.times().second(deed.at())),
              deed.act().equals("APPROVE") ? Html.text(log.times().second(deed.expires())) : ""));
    }
    return Html.table(
        "What was signed",
        List.of("act", "by", "certificate", "signed at", "holds until"),
        rows.toString());
  }

  private static String text(String title, String text) {
    return "<details><summary>%s</summary><pre tabindex=\"0\" aria-label=\"%1$s\">%s</pre></details>\n"
        .formatted(Html.text(title), Html.lines(text));
  }

  /** The folder's transcripts in a list; empty where no folder was given. */
  String list() {
    if (!options.given()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    for (TranscriptOptions.Entry entry : options.entries()) {
      rows.append(row(entry));
    }
    return rows.isEmpty()
        ? "<p>The folder of transcripts has none.</p>"
        : Html.table(
            "Transcripts in the folder",
            List.of("file", "ceremony", "what", "status", "its signatures"),
            rows.toString());
  }

  private static String row(TranscriptOptions.Entry entry) {
    TranscriptPaper paper = entry.paper();
    if (paper == null) {
      return Html.cells(
          Html.text(entry.name()), "none", "", "", "no transcript: " + Html.text(entry.problem()));
    }
    String holds = paper.holds() ? "they hold" : "they do NOT hold";
    return Html.cells(
        Html.text(entry.name()),
        Html.link("/ceremony?id=" + Html.query(paper.ceremony()), paper.ceremony()),
        Html.text(paper.kind()),
        Html.text(paper.status()),
        paper.checked() ? holds : "not checked: no --ca");
  }

  /** A transcript, or the ceremony's file in it, byte for byte. */
  WebAnswer download(WebRequest request) {
    String ceremony = request.query("id").strip();
    String from = request.query("from");
    TranscriptPaper paper = null;
    for (TranscriptPaper kept : kept(ceremony)) {
      paper = kept.from().equals(from) ? kept : paper;
    }
    if (paper == null && from.equals(SERVER) && connect.given()) {
      paper = fetch(ceremony);
    }
    if (paper == null) {
      throw CliException.usage("there is no such transcript any more");
    }
    byte[] bytes =
        request.query("part").equals("file")
            ? paper.file().getBytes(StandardCharsets.UTF_8)
            : paper.bytes();
    return WebAnswer.bytes(200, "application/octet-stream", bytes);
  }
}
