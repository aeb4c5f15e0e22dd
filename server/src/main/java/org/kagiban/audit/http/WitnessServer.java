package org.kagiban.audit.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.witness.AddCheckpoint;
import org.kagiban.audit.witness.Witness;
import org.kagiban.audit.witness.WitnessAnswer;

/** A witness that listens: {@code POST /add-checkpoint}, and nothing else. Thread-safe. */
public final class WitnessServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  // A note, and 63 hashes and a size in front of it.
  private static final int MOST = SignedNote.MAX_BYTES + 4096;

  private final SmallServer server;

  private WitnessServer(SmallServer server) {
    this.server = server;
  }

  /**
   * Listens from now on.
   *
   * @param address port 0 takes a free one
   * @param tls null for HTTP without it
   * @throws IOException where the address is taken, or not this machine's
   */
  public static WitnessServer start(
      InetSocketAddress address, @Nullable SSLContext tls, Witness witness) throws IOException {
    return new WitnessServer(
        SmallServer.start(address, tls, "witness", exchange -> handle(exchange, witness)));
  }

  private static void handle(HttpExchange exchange, Witness witness) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(AddCheckpoint.PATH)) {
      refuse(exchange, 404, "only " + AddCheckpoint.PATH + " is here");
    } else if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      refuse(exchange, 405, "POST only");
    } else {
      byte[] body = exchange.getRequestBody().readNBytes(MOST + 1);
      if (body.length > MOST) {
        refuse(exchange, 413, "a request has at most " + MOST + " bytes");
      } else {
        WitnessAnswer answer = witness.addCheckpoint(body);
        SmallServer.answer(exchange, answer.status(), answer.contentType(), answer.body());
      }
    }
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    SmallServer.answer(exchange, status, TEXT, (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  public int port() {
    return server.port();
  }

  /** Such as {@code http://127.0.0.1:8080}, the submission prefix. */
  public String url() {
    return server.url();
  }

  /** Takes no new requests; running ones end first. */
  @Override
  public void close() {
    server.close();
  }
}
