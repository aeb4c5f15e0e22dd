package org.kagiban.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc.VerificationServiceBlockingStub;

/** Spans, as a collector gets them. */
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String METHOD = "kagiban.v1.VerificationService/Verify";

  @TempDir private Path folder;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void collect() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  private RunningServer traced() throws Exception {
    int port = collector.getAddress().getPort();
    return RunningServer.start(
        folder, "tracing:\n  percent: 0\n  endpoint: http://127.0.0.1:" + port + "\n");
  }

  private static VerificationServiceBlockingStub stub(RunningServer server, String flags)
      throws Exception {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-b7ad6b7169203331-" + flags);
    return VerificationServiceGrpc.newBlockingStub(
        ClientInterceptors.intercept(
            server.as(DevCaller.INTERNET_BANKING),
            MetadataUtils.newAttachHeadersInterceptor(headers)));
  }

  @Test
  void call_ofACallerWhoTraces_isASpanOfItsTraceWithoutWhatTheMessagesHold() throws Exception {
    try (RunningServer server = traced()) {
      verify(server, "00", "subscriber-0815");
      verify(server, "01", "subscriber-4711");
    }
    // Closing sends what waits.
    await().until(() -> !received.isEmpty());
    String all = String.join("", received);
    String trace = new String(HexFormat.of().parseHex(TRACE), ISO_8859_1);
    assertThat(all).contains("service.name", "kagiban", "rpc.grpc.status_code");
    assertThat(all).containsOnlyOnce(trace);
    assertThat(all.split(METHOD, -1)).as("its name and an attribute").hasSize(3);
    assertThat(all).doesNotContain("4711", "0815", "123456");
  }

  private static void verify(RunningServer server, String flags, String subscriber)
      throws Exception {
    assertThat(stub(server, flags).verify(Calls.verify(subscriber, "123456")).getEventId())
        .isNotEmpty();
  }

  @Test
  void collectorThatIsGone_doesNotDisturbCalls() throws Exception {
    try (RunningServer server = traced()) {
      collector.stop(0);
      verify(server, "01", "nobody");
    }
    assertThat(received).isEmpty();
  }
}
