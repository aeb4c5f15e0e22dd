package org.kagiban.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.AuditCopy;
import org.kagiban.cli.CliException;
import org.kagiban.cli.ConnectOptions;
import org.kagiban.cli.TranscriptOptions;
import org.kagiban.web.Page;
import org.kagiban.web.Routes;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebServer;

/** The pages of one log, served to one browser of this machine. */
final class Console implements AutoCloseable {
  private final WebServer server;
  private final OpenLog log;
  private final Door door;

  private Console(WebServer server, OpenLog log, Door door) {
    this.server = server;
    this.log = log;
    this.door = door;
  }

  /**
   * @param tls null for HTTP
   * @param connect the server to ask; not given for none
   * @param copy the same folder
   * @param transcripts opened
   * @throws IOException where the address cannot be listened on
   */
  static Console start(
      InetSocketAddress address,
      @Nullable SSLContext tls,
      OpenLog log,
      ConnectOptions connect,
      AuditCopy copy,
      TranscriptOptions transcripts)
      throws IOException {
    Door door = new Door();
    Routes routes = new Routes().get(Door.PATH, door::enter);
    pages(routes, door, log);
    ceremonies(routes, door, log, new Transcripts(connect, transcripts, log));
    work(routes, door, log, new Jobs(), connect, copy);
    files(routes);
    WebServer server = WebServer.start(address, tls, "console", routes);
    log.start();
    return new Console(server, log, door);
  }

  private static void pages(Routes routes, Door door, OpenLog log) {
    ProofData proofs = new ProofData(log);
    routes
        .get("/search", behind(door, new SearchPage(log)))
        .get("/event", behind(door, new EventPage(log)))
        .get("/proof", behind(door, proofs::inclusion))
        .get("/consistency", behind(door, proofs::consistency))
        .get("/tlog-proof", behind(door, proofs::file))
        .get("/keys", behind(door, new KeysPage(log)))
        .get("/plots", behind(door, new PlotsPage(log)));
  }

  private static void ceremonies(Routes routes, Door door, OpenLog log, Transcripts transcripts) {
    routes
        .get("/ceremonies", behind(door, new CeremoniesPage(log, transcripts)))
        .get("/ceremony", behind(door, new CeremonyPage(log, transcripts)))
        .get("/transcript", behind(door, transcripts::download));
  }

  private static void work(
      Routes routes, Door door, OpenLog log, Jobs jobs, ConnectOptions connect, AuditCopy copy) {
    VerifyAll verify = new VerifyAll(log, jobs);
    KeyPage key = new KeyPage(log, jobs);
    Server server = new Server(connect, copy, jobs);
    routes
        .get("/", behind(door, new StatePage(log, verify)))
        .post("/verify", behind(door, verify::start))
        .get("/key", behind(door, key))
        .post("/key", behind(door, key::check))
        .get("/server", behind(door, server))
        .post("/refresh", behind(door, server::refresh))
        .post("/reconcile", behind(door, server::reconcile))
        .get("/job", behind(door, jobs::progress));
  }

  private static void files(Routes routes) {
    routes
        .file("/console.css", "text/css; charset=utf-8", Console.class, "console.css")
        .file("/icon.svg", "image/svg+xml", Console.class, "icon.svg");
    for (String name : List.of("proof.mjs", "event.mjs", "state.mjs", "job.mjs")) {
      routes.file("/" + name, "text/javascript; charset=utf-8", Console.class, name);
    }
  }

  private static Page behind(Door door, Page page) {
    return door.behind(
        request -> {
          try {
            return page.answer(request);
          } catch (CliException e) {
            String said = Html.box("bad", "<p>" + Html.text(Html.why(e)) + "</p>");
            return WebAnswer.html(400, Html.page("This cannot be shown", "", said, ""));
          }
        });
  }

  /** The address that opens it, once. */
  String address() {
    return server.url() + door.address();
  }

  /** Where it listens. */
  String url() {
    return server.url();
  }

  @Override
  public void close() {
    log.stop();
    server.close();
  }
}
