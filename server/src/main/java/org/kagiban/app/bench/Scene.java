package org.kagiban.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A folder and the server that runs in it. Both go when this is closed, or on Ctrl-C. */
final class Scene implements AutoCloseable {
  private final BenchFolder folder;
  private final ServerProcess server;
  private final Thread atExit = new Thread(this::end, "bench-end");

  private Scene(BenchFolder folder, ServerProcess server) {
    this.folder = folder;
    this.server = server;
  }

  static Scene set(BenchOptions options) throws IOException {
    BenchFolder folder = BenchFolder.create(options.parent());
    try {
      Scene scene = new Scene(folder, ServerProcess.start(folder, options.serverJvm()));
      Runtime.getRuntime().addShutdownHook(scene.atExit);
      return scene;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  BenchFolder folder() {
    return folder;
  }

  ServerProcess server() {
    return server;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process is about to end, and the hook does what is to be done.
      return;
    }
    end();
  }

  private void end() {
    server.close();
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
