package org.kagiban.audit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestLog log = TestLog.named("example.com/log");

  @TempDir Path folder;

  private HttpResponse<String> send(TestWitness witness, String method, String path, byte[] body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(witness.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void handle_anythingButThePost_isRefused() throws Exception {
    try (TestWitness witness = new TestWitness("witness.example/w", log, folder)) {
      assertThat(send(witness, "GET", "/add-checkpoint", new byte[0]).statusCode()).isEqualTo(405);
      assertThat(send(witness, "POST", "/", new byte[0]).statusCode()).isEqualTo(404);
      assertThat(send(witness, "POST", "/add-checkpoint/x", new byte[0]).statusCode())
          .isEqualTo(404);
      assertThat(send(witness, "POST", "/add-checkpoint", new byte[0]).statusCode()).isEqualTo(400);
      assertThat(send(witness, "POST", "/add-checkpoint", new byte[1_010_000]).statusCode())
          .isEqualTo(413);
      // And goes on.
      witness.client().cosign(log.checkpoint(5), log.proofs());
    }
  }

  /** What the specification says of the answer's form. */
  @Test
  void handle_conflict_hasTheSizesContentType() throws Exception {
    try (TestWitness witness = new TestWitness("witness.example/w", log, folder)) {
      witness.client().cosign(log.checkpoint(5), log.proofs());
      byte[] again =
          new org.kagiban.audit.witness.AddCheckpoint(
                  0, java.util.List.of(), log.checkpoint(7).encode())
              .encode();
      HttpResponse<String> answer = send(witness, "POST", "/add-checkpoint", again);
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
      assertThat(answer.body()).isEqualTo("5\n");
    }
  }
}
