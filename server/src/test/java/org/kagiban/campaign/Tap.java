package org.kagiban.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes TCP connections on, until it resets them all. Thread-safe. */
final class Tap implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * @param target port of this machine
   */
  Tap(int target) throws IOException {
    this.target = target;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Resets what is connected; new connections are passed on as before. */
  void reset() {
    for (Socket socket : sockets) {
      close(socket, true);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket from = listening.accept();
        sockets.add(from);
        daemon(() -> connect(from));
      } catch (IOException e) {
        // It was closed, or somebody went at once.
      }
    }
  }

  private void connect(Socket from) {
    try {
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(to);
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      daemon(() -> copy(to, from));
      copy(from, to);
    } catch (IOException e) {
      close(from, true);
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side is gone, and so is the other now.
    }
    close(from, false);
    close(to, false);
  }

  private void close(Socket socket, boolean reset) {
    sockets.remove(socket);
    try {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tap");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    reset();
  }
}
