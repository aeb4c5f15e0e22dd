package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.ConnectFile;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyResponse;

/** A channel written in another language, with an unmodified gRPC library and our proto files. */
class NodeClientTest {
  private static final Path CLIENT = Path.of("src", "examples", "node", "client.js");
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  @Test
  void nodeClient_enrolsAndVerifies(@TempDir Path folder) throws Exception {
    KnownToken token = KnownToken.random("HOTP00000001", HOTP);
    try (LiveServer server = LiveServer.start(folder)) {
      new VendorFile().add(token).load(server, "tokens.xml");
      List<VerifyResponse> answers = run(input(server, token));
      assertThat(answers)
          .extracting(VerifyResponse::getVerdict)
          .containsExactly(
              Verdict.VERDICT_ACCEPTED,
              Verdict.VERDICT_ACCEPTED,
              Verdict.VERDICT_REPLAYED,
              Verdict.VERDICT_WRONG_CODE);
      assertThat(answers.get(3).getAttemptsRemaining()).isEqualTo(9);
    }
  }

  private static String input(LiveServer server, KnownToken token) throws Exception {
    EnrollRequest enroll =
        EnrollRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSubscriber(Calls.subscriber("契約-7"))
            .setTokenId(token.id())
            .setCode(token.code(0))
            .build();
    VerifyRequest right = Calls.verify("契約-7", token.code(1));
    VerifyRequest again = Calls.verify("契約-7", token.code(1));
    VerifyRequest wrong = Calls.verify("契約-7", token.code(500));
    ConnectFile connect = server.pki().connect(DevCaller.INTERNET_BANKING, server.target());
    return """
        {"target": "%s", "ca": "%s", "certificate": "%s", "key": "%s", "protoFolder": "%s",
         "enroll": %s, "verify": [%s, %s, %s]}
        """
        .formatted(
            connect.target(),
            connect.ca(),
            connect.certificate(),
            connect.key(),
            Path.of("..", "proto").toRealPath(),
            json(enroll),
            json(right),
            json(again),
            json(wrong));
  }

  private static String json(MessageOrBuilder message) throws Exception {
    return JsonFormat.printer().preservingProtoFieldNames().print(message);
  }

  /** The answers; that of Enroll has the same fields as far as they matter here. */
  private static List<VerifyResponse> run(String input) throws Exception {
    Process node = new ProcessBuilder("node", CLIENT.toString()).redirectErrorStream(true).start();
    try (OutputStream in = node.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as(output).isZero();
    List<VerifyResponse> answers = new ArrayList<>();
    for (String line : output.strip().lines().toList()) {
      VerifyResponse.Builder answer = VerifyResponse.newBuilder();
      // proto-loader names the set member of each optional field beside the field.
      JsonFormat.parser().ignoringUnknownFields().merge(line, answer);
      answers.add(answer.build());
    }
    return answers;
  }
}
