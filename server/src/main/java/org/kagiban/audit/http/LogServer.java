package org.kagiban.audit.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TilePath;
import org.kagiban.audit.tile.TileSource;

/**
 * A log's folder over HTTP, to read only, as c2sp.org/tlog-tiles says: {@code checkpoint}, {@code
 * cosigned}, {@code vkey} and {@code tile/...}, and nothing else of the folder. Thread-safe.
 */
public final class LogServer implements AutoCloseable {
  private static final Set<String> TEXTS = Set.of("checkpoint", "cosigned", "vkey");
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String BYTES = "application/octet-stream";

  private final SmallServer server;

  private LogServer(SmallServer server) {
    this.server = server;
  }

  /**
   * Listens from now on.
   *
   * @param archive where tiles are looked for that the folder lacks; may be null
   * @param tls null for HTTP without it
   * @throws IOException where the address is taken, or not this machine's
   */
  public static LogServer start(
      InetSocketAddress address, @Nullable SSLContext tls, Path folder, @Nullable Path archive)
      throws IOException {
    TileSource own = TileFiles.quick(folder);
    TileSource tiles = archive == null ? own : own.or(TileFiles.quick(archive));
    return new LogServer(
        SmallServer.start(address, tls, "log", exchange -> handle(exchange, folder, tiles)));
  }

  private static void handle(HttpExchange exchange, Path folder, TileSource tiles)
      throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      refuse(exchange, 405, "to read only");
      return;
    }
    // As it was sent: no path of ours has anything to decode.
    String name = exchange.getRequestURI().getRawPath().substring(1);
    boolean text = TEXTS.contains(name);
    byte[] bytes = text ? file(folder.resolve(name)) : tile(tiles, name);
    if (bytes == null) {
      refuse(exchange, 404, "not here");
      return;
    }
    String caching = text ? "no-cache" : "public, max-age=31536000, immutable";
    exchange.getResponseHeaders().set("Cache-Control", caching);
    SmallServer.answer(exchange, 200, text ? TEXT : BYTES, bytes);
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    SmallServer.answer(exchange, status, TEXT, (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static byte @Nullable [] file(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static byte @Nullable [] tile(TileSource tiles, String path) throws IOException {
    Tile tile;
    try {
      tile = TilePath.parse(path);
    } catch (IllegalArgumentException e) {
      return null;
    }
    return tiles.read(tile);
  }

  public int port() {
    return server.port();
  }

  /** Such as {@code http://127.0.0.1:8080}, the log's monitoring prefix. */
  public String url() {
    return server.url();
  }

  /** Takes no new requests; running ones end first. */
  @Override
  public void close() {
    server.close();
  }
}
