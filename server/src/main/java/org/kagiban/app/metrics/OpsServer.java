package org.kagiban.app.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kagiban.rpc.RpcSetupException;

/**
 * Serves {@code /metrics}, {@code /livez} and {@code /readyz} over HTTP, for what watches the
 * server from the same machine. Answers only to read, and says nothing secret. Thread-safe.
 */
public final class OpsServer implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final int THREADS = 2;

  /** Until the server says otherwise. */
  private static final Map<String, Boolean> STARTING = Map.of("serving", false);

  private final HttpServer server;
  private final ExecutorService threads;
  private volatile Supplier<Map<String, Boolean>> parts = () -> STARTING;

  private OpsServer(HttpServer server, ExecutorService threads, Metrics metrics) {
    this.server = server;
    this.threads = threads;
    server.setExecutor(threads);
    handle("/metrics", new MetricsHandler(metrics.registry()));
    handle("/livez", exchange -> answer(exchange, 200, "{\"live\":true}\n"));
    handle("/readyz", this::ready);
    handle("/", exchange -> answer(exchange, 404, "{\"paths\":\"/metrics /livez /readyz\"}\n"));
  }

  /**
   * Serves from now on; not ready before {@link #watch}.
   *
   * @throws RpcSetupException where it cannot listen, with what to do
   */
  public static OpsServer start(InetSocketAddress address, Metrics metrics) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    try {
      OpsServer ops = new OpsServer(HttpServer.create(address, BACKLOG), threads, metrics);
      ops.server.start();
      return ops;
    } catch (IOException e) {
      threads.shutdownNow();
      throw new RpcSetupException(
          "metrics.listen: cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + "; is the port free?",
          e);
    }
  }

  /**
   * Says from now on whether the server is ready.
   *
   * @param found which parts answer; quick
   */
  public void watch(Supplier<Map<String, Boolean>> found) {
    parts = found;
  }

  /** Whether each part answers, by name. */
  Map<String, Boolean> parts() {
    return parts.get();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Such as {@code http://127.0.0.1:9464}. */
  public String url() {
    String host = server.getAddress().getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  private void ready(HttpExchange exchange) throws IOException {
    Map<String, Boolean> now = new TreeMap<>(parts());
    boolean ready = !now.containsValue(false);
    String list =
        now.entrySet().stream()
            .map(part -> "\"" + part.getKey() + "\":" + part.getValue())
            .collect(Collectors.joining(","));
    answer(exchange, ready ? 200 : 503, "{\"ready\":" + ready + ",\"parts\":{" + list + "}}\n");
  }

  /** The JDK's server answers a path's longer ones too. */
  private void handle(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try {
            String method = exchange.getRequestMethod();
            boolean other = !path.equals("/") && !exchange.getRequestURI().getPath().equals(path);
            if (!method.equals("GET") && !method.equals("HEAD")) {
              answer(exchange, 405, "{\"methods\":\"GET HEAD\"}\n");
            } else if (other) {
              answer(exchange, 404, "{\"paths\":\"/metrics /livez /readyz\"}\n");
            } else {
              handler.handle(exchange);
            }
          } finally {
            exchange.close();
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
