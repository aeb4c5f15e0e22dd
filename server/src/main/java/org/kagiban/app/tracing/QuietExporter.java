package org.kagiban.app.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log once when spans cannot be sent, and once when they can again. The library's own
 * log, which is none of JSON lines and has a line for each failure, is off. Thread-safe.
 */
final class QuietExporter implements SpanExporter {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(QuietExporter.class);

  /** Held here, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private final String endpoint;
  private final SpanExporter exporter;
  private final AtomicBoolean failing = new AtomicBoolean();

  QuietExporter(String endpoint, SpanExporter exporter) {
    this.endpoint = endpoint;
    this.exporter = exporter;
    LIBRARY.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> told(!result.isSuccess()));
    return result;
  }

  private void told(boolean failed) {
    if (failing.getAndSet(failed) == failed) {
      return;
    }
    if (failed) {
      LOG.warn("traces cannot be sent to {} and are dropped; calls are served as ever", endpoint);
    } else {
      LOG.info("traces are sent to {} again", endpoint);
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
