package org.kagiban.audit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A witness that answers each request with the next bytes of a script, whatever they are. */
final class ScriptedWitness implements AutoCloseable {
  /** The bodies that it was sent. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Reached zero once a client hung up on an answer that does not end. */
  final CountDownLatch hungUp = new CountDownLatch(1);

  /** What ended its connections, for whoever debugs a test. */
  final List<IOException> failures = new CopyOnWriteArrayList<>();

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> script;
  private final boolean endless;
  private final Thread thread = new Thread(this::serve, "scripted-witness");

  private ScriptedWitness(boolean endless, List<String> script) throws IOException {
    this.endless = endless;
    this.script = new ArrayList<>(script);
    thread.setDaemon(true);
    thread.start();
  }

  /** Whole HTTP answers; the last one is given again and again. */
  static ScriptedWitness of(String... answers) throws IOException {
    return new ScriptedWitness(false, List.of(answers));
  }

  /** One letter of the body after another, without an end. */
  static ScriptedWitness endless() throws IOException {
    return new ScriptedWitness(true, List.of("HTTP/1.1 200 OK\r\n\r\n"));
  }

  static String answer(int status, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, length, body);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        asked.add(read(new BufferedInputStream(client.getInputStream())));
        String answer = script.size() > 1 ? script.remove(0) : script.get(0);
        OutputStream out = client.getOutputStream();
        out.write(answer.getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (endless) {
          drip(out);
        }
      } catch (IOException e) {
        // A client that hung up, or the test's end.
        failures.add(e);
      }
    }
  }

  private void drip(OutputStream out) throws IOException {
    try {
      while (true) {
        out.write('x');
        out.flush();
      }
    } finally {
      hungUp.countDown();
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    String length = head.toString().toLowerCase(java.util.Locale.ROOT);
    length = length.substring(length.indexOf("content-length:") + 15).strip();
    byte[] body = in.readNBytes(Integer.parseInt(length.split("\r\n", 2)[0]));
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
