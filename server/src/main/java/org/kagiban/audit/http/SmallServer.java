package org.kagiban.audit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDK's HTTP server with few threads. Thread-safe. */
final class SmallServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmallServer.class);
  private static final int THREADS = 16;
  private static final int BACKLOG = 64;
  private static final long CLOSE_SECONDS = 10;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Semaphore idle;
  private final String scheme;

  private SmallServer(HttpServer server, ExecutorService threads, Semaphore idle, String scheme) {
    this.server = server;
    this.threads = threads;
    this.idle = idle;
    this.scheme = scheme;
  }

  /** Listens from now on; null for HTTP without TLS. */
  static SmallServer start(
      InetSocketAddress address, @Nullable SSLContext tls, String name, HttpHandler handler)
      throws IOException {
    HttpServer server;
    if (tls == null) {
      server = HttpServer.create(address, BACKLOG);
    } else {
      HttpsServer secure = HttpsServer.create(address, BACKLOG);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    Semaphore idle = new Semaphore(THREADS);
    server.createContext("/", exchange -> handle(exchange, handler, idle));
    server.start();
    return new SmallServer(server, threads, idle, tls == null ? "http" : "https");
  }

  private static void handle(HttpExchange exchange, HttpHandler handler, Semaphore idle)
      throws IOException {
    if (!idle.tryAcquire()) {
      // Closing: there is one for each thread.
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    try {
      handler.handle(exchange);
    } catch (RuntimeException | IOException e) {
      LOG.warn("a request failed: {}", e.toString());
      if (exchange.getResponseCode() < 0) {
        exchange.sendResponseHeaders(500, -1);
      }
    } finally {
      exchange.close();
      idle.release();
    }
  }

  /** Answers with a body, which HEAD leaves out. */
  static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Such as {@code http://127.0.0.1:8080}. */
  String url() {
    InetSocketAddress at = server.getAddress();
    String host = at.getAddress().getHostAddress();
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
  }

  /** Takes no new requests; running ones end first. */
  @Override
  public void close() {
    try {
      // The server's own way to wait takes all of the time, whether anything runs or not.
      if (!idle.tryAcquire(THREADS, CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("requests that did not end are cut off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
