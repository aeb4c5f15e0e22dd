package org.kagiban.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A folder and the server that runs in it. Both go when this is closed, or on Ctrl-C. */
final class Scene implements AutoCloseable {
  private final BenchFolder folder;
  private final ServerProcess server;
  private final AtExit atExit;

  private Scene(BenchFolder folder, ServerProcess server) {
    this.folder = folder;
    this.server = server;
    atExit = new AtExit(() -> end(folder, server));
  }

  static Scene set(BenchOptions options) throws IOException {
    BenchFolder folder = BenchFolder.create(options.parent(), options.hsm());
    try {
      if (options.hsm().wrapped()) {
        ServerProcess.makeKek(folder);
      }
      return new Scene(folder, ServerProcess.start(folder, jvm(options)));
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static List<String> jvm(BenchOptions options) {
    List<String> jvm = new ArrayList<>(options.serverJvm());
    jvm.add("-D" + Latency.PROPERTY + "=" + options.hsm().latencyMillis());
    return jvm;
  }

  BenchFolder folder() {
    return folder;
  }

  ServerProcess server() {
    return server;
  }

  @Override
  public void close() {
    atExit.close();
  }

  private static void end(BenchFolder folder, ServerProcess server) {
    server.close();
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
