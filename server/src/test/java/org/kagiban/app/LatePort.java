package org.kagiban.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A port on which nobody answers until it is opened; then it leads to another one. */
final class LatePort implements AutoCloseable {
  private final int port;
  private final int behind;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private @Nullable ServerSocket listening;

  /**
   * @param behind the port on loopback to which it leads
   */
  LatePort(int behind) throws IOException {
    this.behind = behind;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  void open() throws IOException {
    ServerSocket opened = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    listening = opened;
    start(() -> accept(opened));
  }

  private void accept(ServerSocket opened) throws IOException {
    while (true) {
      Socket caller = opened.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
      sockets.addAll(List.of(caller, server));
      start(() -> pass(caller, server));
      start(() -> pass(server, caller));
    }
  }

  private static void pass(Socket from, Socket to) throws IOException {
    OutputStream out = to.getOutputStream();
    from.getInputStream().transferTo(out);
    to.shutdownOutput();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Closed on one side: this ends, and the other side sees it.
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      if (listening != null) {
        listening.close();
      }
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
