package org.kagiban.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Serves pages to browsers of this machine. Thread-safe. */
public final class WebServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int HEADER_BYTES = 8 * 1024;
  private static final long IDLE_MILLIS = 30_000;
  private static final long CLOSE_MILLIS = 5_000;

  /** A browser keeps connections that it may need again: closing does not wait for these. */
  private static final long CLOSE_IDLE_MILLIS = 50;

  private final Server server;
  private final ServerConnector connector;
  private final String scheme;

  private WebServer(Server server, ServerConnector connector, String scheme) {
    this.server = server;
    this.connector = connector;
    this.scheme = scheme;
  }

  /**
   * Serves from now on.
   *
   * @param address of the loopback interface; port 0 takes a free one
   * @param tls null for HTTP without TLS
   * @param name of the threads
   * @throws IllegalArgumentException where others could reach the address
   * @throws IOException where it cannot be listened on
   */
  public static WebServer start(
      InetSocketAddress address, @Nullable SSLContext tls, String name, Routes routes)
      throws IOException {
    if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException("pages are for this machine alone, not for " + address);
    }
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName(name);
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = connector(server, tls);
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(CLOSE_IDLE_MILLIS);
    server.addConnector(connector);
    server.setStopTimeout(CLOSE_MILLIS);
    server.setHandler(new Router(routes));
    server.setErrorHandler(Router::fail);
    WebServer started = new WebServer(server, connector, tls == null ? "http" : "https");
    try {
      server.start();
    } catch (Exception e) {
      started.close();
      throw new IOException("cannot serve pages on " + address + ": " + e.getMessage(), e);
    }
    return started;
  }

  private static ServerConnector connector(Server server, @Nullable SSLContext tls) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    HttpConnectionFactory connections = new HttpConnectionFactory(http);
    if (tls == null) {
      return new ServerConnector(server, 1, 1, connections);
    }
    // There is one certificate, and Guard looks at the host.
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server secure = new SslContextFactory.Server();
    secure.setSslContext(tls);
    return new ServerConnector(server, secure, connections);
  }

  /** The one it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Such as {@code http://localhost:8080}, without a slash at the end. */
  public String url() {
    return scheme + "://localhost:" + port();
  }

  /** Running requests get some seconds to end. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("the page server did not stop", e);
    }
  }
}
