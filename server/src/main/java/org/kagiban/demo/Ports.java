package org.kagiban.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;

/** Which port the demo's server listens on. */
final class Ports {
  static final int DEFAULT = 8443;

  private Ports() {}

  /**
   * The asked port if it is free; without one the default if that is free, else any.
   *
   * @throws CliException (unavailable) where the asked one is in use
   */
  static int choose(@Nullable Integer asked) throws IOException {
    if (asked != null) {
      return probe(asked);
    }
    try {
      return probe(DEFAULT);
    } catch (CliException e) {
      return probe(0);
    }
  }

  private static int probe(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (BindException e) {
      throw new CliException(
          Exit.UNAVAILABLE,
          "port %d is in use; end what listens there, or choose another with --port (0: any free)"
              .formatted(port),
          e);
    }
  }
}
