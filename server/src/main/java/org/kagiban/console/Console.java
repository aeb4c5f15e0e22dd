package org.kagiban.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.CliException;
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
   * @throws IOException where the address cannot be listened on
   */
  static Console start(InetSocketAddress address, @Nullable SSLContext tls, OpenLog log)
      throws IOException {
    Door door = new Door();
    EventPage event = new EventPage(log);
    Jobs jobs = new Jobs();
    KeyPage key = new KeyPage(log, jobs);
    VerifyAll verify = new VerifyAll(log, jobs);
    Routes routes =
        new Routes()
            .get(Door.PATH, door::enter)
            .get("/", behind(door, new StatePage(log, verify)))
            .post("/verify", behind(door, verify::start))
            .get("/job", behind(door, jobs::progress))
            .get("/keys", behind(door, new KeysPage(log)))
            .get("/key", behind(door, key))
            .post("/key", behind(door, key::check))
            .get("/ceremonies", behind(door, new CeremoniesPage(log)))
            .get("/ceremony", behind(door, new CeremonyPage(log)))
            .get("/search", behind(door, new SearchPage(log)))
            .get("/plots", behind(door, new PlotsPage(log)))
            .get("/event", behind(door, event))
            .get("/proof", behind(door, event::proof))
            .get("/tlog-proof", behind(door, event::file))
            .file("/console.css", "text/css; charset=utf-8", Console.class, "console.css")
            .file("/icon.svg", "image/svg+xml", Console.class, "icon.svg")
            .file("/job.mjs", "text/javascript; charset=utf-8", Console.class, "job.mjs")
            .file("/proof.mjs", "text/javascript; charset=utf-8", Console.class, "proof.mjs")
            .file("/event.mjs", "text/javascript; charset=utf-8", Console.class, "event.mjs");
    WebServer server = WebServer.start(address, tls, "console", routes);
    log.start();
    return new Console(server, log, door);
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
