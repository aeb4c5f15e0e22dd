package org.kagiban.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.kagiban.app.config.LogSection;
import org.slf4j.LoggerFactory;

/** Sets up the server's log: JSON lines on standard error. */
public final class Logs {
  private static final String REQUESTS = "org.kagiban.requests";

  private Logs() {}

  public static void start(LogSection section) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    URL file = Logs.class.getResource("/logback-serve.xml");
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(Objects.requireNonNull(file, "the jar lacks logback-serve.xml"));
    } catch (JoranException e) {
      throw new IllegalStateException("logback-serve.xml is broken", e);
    }
    context.getLogger("ROOT").setLevel(Level.valueOf(section.level().name()));
    context.getLogger(REQUESTS).setLevel(section.requests() ? Level.INFO : Level.OFF);
  }

  /** Writes what is still queued. */
  public static void stop() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }
}
