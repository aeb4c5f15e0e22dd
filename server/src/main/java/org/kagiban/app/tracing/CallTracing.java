package org.kagiban.app.tracing;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.TracingSection;
import org.kagiban.rpc.RpcExtras.CallTracer;

/**
 * A span for each call that is traced: method, times, messages and status; nothing that a message
 * holds. A caller's own trace (header {@code traceparent}) is followed. Spans are sent in the
 * background, and dropped where the collector does not take them. Thread-safe.
 */
public final class CallTracing implements CallTracer, AutoCloseable {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final Duration SEND_LIMIT = Duration.ofSeconds(10);
  private static final Duration SEND_EVERY = Duration.ofSeconds(2);
  private static final long CLOSE_SECONDS = 5;
  private static final double HUNDRED = 100.0;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private CallTracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("org.kagiban.rpc");
  }

  /** Null where the configuration has none: then nothing of the library is loaded. */
  public static @Nullable CallTracing of(@Nullable TracingSection section) {
    return section == null ? null : start(section);
  }

  private static CallTracing start(TracingSection section) {
    QuietExporter exporter =
        new QuietExporter(
            section.endpoint().toString(),
            OtlpHttpSpanExporter.builder()
                .setEndpoint(section.endpoint() + "/v1/traces")
                .setTimeout(SEND_LIMIT)
                // What is not taken is dropped, so that a collector that is gone holds up nothing.
                .setRetryPolicy(null)
                .build());
    return new CallTracing(
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(named())))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(section.percent() / HUNDRED)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter).setScheduleDelay(SEND_EVERY).build())
            .build());
  }

  private static Attributes named() {
    return Attributes.of(SERVICE, "kagiban");
  }

  @Override
  public ServerStreamTracer.Factory of(Set<String> methods) {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return begin(methods.contains(method) ? method : "unknown", headers);
      }
    };
  }

  private ServerStreamTracer begin(String method, Metadata headers) {
    Context parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), headers, HeaderGetter.INSTANCE);
    return new CallSpan(
        tracer
            .spanBuilder(method)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(SYSTEM, "grpc")
            .setAttribute(METHOD, method)
            .startSpan());
  }

  /** Sends what waits, for some seconds at most. */
  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private enum HeaderGetter implements TextMapGetter<Metadata> {
    INSTANCE;

    @Override
    @SuppressWarnings("deprecation") // abstract in the interface, so it must be here
    public Iterable<String> keys(Metadata headers) {
      return headers.keys();
    }

    @Override
    public @Nullable String get(@Nullable Metadata headers, String key) {
      return headers == null
          ? null
          : headers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
    }
  }
}
