package org.kagiban.demo.token;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Session;
import org.kagiban.web.Routes;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebServer;

/** Serves the software token to browsers of this machine. Thread-safe. */
public final class TokenApp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WebServer server;
  private final Session session;

  private TokenApp(WebServer server, Session session) {
    this.server = server;
    this.session = session;
  }

  /**
   * Serves from now on.
   *
   * @param connect as a channel
   * @param institution whose tokens it has made
   * @param loopback port 0 takes a free one
   * @param otpauth whether policy lets customers take the seed to another application
   * @throws IOException where the address cannot be listened on
   * @throws org.kagiban.cli.CliException (usage) where the certificate or key cannot be used
   * @throws IllegalArgumentException where others could reach the address
   */
  public static TokenApp start(
      ConnectFile connect, String institution, InetSocketAddress loopback, boolean otpauth)
      throws IOException {
    Session session = Session.open(connect, PATIENCE);
    try {
      Routes routes =
          new Shell(otpauth)
              .addTo(new Routes())
              // What counts is the answer's Date.
              .get("/clock", request -> WebAnswer.plain(200, ""))
              .post("/tokens", new NewToken(session, institution));
      return new TokenApp(WebServer.start(loopback, null, "token-pages", routes), session);
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Such as {@code http://localhost:8081}, without a slash at the end. */
  public String url() {
    return server.url();
  }

  @Override
  public void close() {
    try {
      server.close();
    } finally {
      session.close();
    }
  }
}
