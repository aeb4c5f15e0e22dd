package org.kagiban.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.custody.Sha256;
import org.kagiban.rpc.RpcSetupException;
import org.kagiban.yaml.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees changes of the configuration file and of the PEM files that it names, by their content, and
 * has them read again. A file that cannot be used is told once, and what was in force stays.
 * Thread-safe.
 */
public final class ConfigWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

  private final Path file;
  private final Reload reload;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "config-watch");
            thread.setDaemon(true);
            return thread;
          });
  private List<Path> named;
  private byte[] seen = {};

  /**
   * @param started what the server runs with
   */
  ConfigWatch(Path file, ServerConfig started, Reload reload) {
    this.file = file;
    this.reload = reload;
    this.named = named(started);
  }

  void start(Duration interval) {
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks now. The first look always reads: files may have changed while the server started. */
  public synchronized void look() {
    byte[] now = digest();
    if (timer.isShutdown() || MessageDigest.isEqual(now, seen)) {
      return;
    }
    try {
      ServerConfig read = ServerConfig.read(file);
      named = named(read);
      reload.apply(read);
      seen = now;
    } catch (ConfigException | RpcSetupException e) {
      seen = now;
      LOG.error("the changed configuration is refused, the old stays in force: {}", e.getMessage());
    } catch (RuntimeException e) {
      // Not seen: the next look tries again, such as when the audit log can be written.
      LOG.error("a changed configuration cannot come into force, the old stays for now", e);
    }
  }

  private static List<Path> named(ServerConfig config) {
    return List.of(
        config.server().certificate(), config.server().key(), config.server().clientCa());
  }

  /** Of all contents: times and sizes can stay the same. The files are small. */
  private byte[] digest() {
    MessageDigest sha256 = Sha256.digest();
    add(sha256, file);
    named.forEach(path -> add(sha256, path));
    return sha256.digest();
  }

  private static void add(MessageDigest digest, Path path) {
    byte[] content;
    try {
      content = Files.readAllBytes(path);
    } catch (IOException e) {
      // Not there, or not readable: a state like another, told when the file is read.
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, -1));
      return;
    }
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
    digest.update(content);
  }

  /** Waits for a look that is under way. */
  @Override
  public synchronized void close() {
    timer.shutdownNow();
  }
}
