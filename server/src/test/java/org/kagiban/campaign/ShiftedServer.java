package org.kagiban.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.kagiban.app.KagibanServer;
import org.kagiban.app.Logs;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.hsm.Pin;
import org.kagiban.yaml.ConfigException;

/** {@code kagiban serve} with a clock that the test moves. Arguments: configuration, PIN, clock. */
final class ShiftedServer {
  private ShiftedServer() {}

  public static void main(String[] arguments)
      throws IOException, ConfigException, InterruptedException {
    ServerConfig config = ServerConfig.read(Path.of(arguments[0]));
    Clock clock = ShiftedClock.open(Path.of(arguments[2]));
    Logs.start(config.log());
    try {
      KagibanServer.start(config, Pin.fromFile(Path.of(arguments[1])), clock, List.of());
    } catch (RuntimeException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    new CountDownLatch(1).await();
  }
}
