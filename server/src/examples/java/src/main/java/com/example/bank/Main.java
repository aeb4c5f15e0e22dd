package com.example.bank;

import com.example.bank.Decision.Answer;
import io.grpc.StatusRuntimeException;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Transaction;
import org.kagiban.v1.TransactionField;
import org.kagiban.v1.VerifyRequest;
import org.kagiban.v1.VerifyTransactionRequest;

/** One action of a customer, from the command line. README.md lists options and exit codes. */
public final class Main {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int UNAVAILABLE = 3;
  private static final int FAULT = 4;

  private final Map<String, String> options = new HashMap<>();
  private final List<TransactionField> fields = new ArrayList<>();
  private final String requestId;

  private Main(String[] arguments) {
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      if (arguments[i].equals("--field")) {
        fields.add(field(arguments[i + 1]));
      } else {
        options.put(arguments[i], arguments[i + 1]);
      }
    }
    // Made once for the customer's action, and kept until an answer is there.
    requestId = options.getOrDefault("--request-id", UUID.randomUUID().toString());
  }

  public static void main(String[] arguments) throws InterruptedException {
    try {
      System.exit(new Main(arguments).run(arguments.length == 0 ? "" : arguments[0]));
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("cannot do this, see README.md: " + e.getMessage());
      System.exit(USAGE);
    }
  }

  private int run(String call) throws IOException, InterruptedException {
    Duration total = Duration.ofSeconds(Long.parseLong(options.getOrDefault("--seconds", "12")));
    System.out.println("request " + requestId);
    try (Kagiban kagiban =
        new Kagiban(
            option("--target"),
            new File(option("--ca")),
            new File(option("--certificate")),
            new File(option("--key")),
            total,
            System.err::println)) {
      Answer answer = ask(kagiban, call);
      Decision decision = Decision.of(answer);
      System.out.println("verdict " + answer.verdict());
      System.out.println("event " + answer.event());
      System.out.println("do " + decision.step());
      System.out.println("say " + decision.say());
      return decision.step() == Decision.Step.GO_ON ? 0 : REFUSED;
    } catch (StatusRuntimeException e) {
      System.err.println(Fault.reason(e) + ": " + e.getStatus().getDescription());
      // Undecided, or decided and the answer lost: the same action under the same id tells.
      return Fault.isRetried(e.getStatus().getCode()) ? UNAVAILABLE : FAULT;
    }
  }

  private Answer ask(Kagiban kagiban, String call) throws InterruptedException {
    return switch (call) {
      case "enroll" ->
          kagiban.enroll(
              EnrollRequest.newBuilder()
                  .setRequestId(requestId)
                  .setSubscriber(subscriber())
                  .setTokenId(option("--token"))
                  .setCode(option("--code"))
                  .build());
      case "verify" ->
          kagiban.verify(
              VerifyRequest.newBuilder()
                  .setRequestId(requestId)
                  .setSubject(Subject.newBuilder().setSubscriber(subscriber()))
                  .setCode(option("--code"))
                  .setPurpose(Purpose.PURPOSE_LOGIN)
                  .build());
      case "verify-transaction" ->
          kagiban.verifyTransaction(
              VerifyTransactionRequest.newBuilder()
                  .setRequestId(requestId)
                  .setSubject(Subject.newBuilder().setSubscriber(subscriber()))
                  .setCode(option("--code"))
                  .setTransaction(Transaction.newBuilder().addAllFields(fields))
                  .build());
      default ->
          throw new IllegalArgumentException("name enroll, verify or verify-transaction first");
    };
  }

  private static TransactionField field(String argument) {
    String[] parts = argument.split("=", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("--field takes NAME=VALUE");
    }
    return TransactionField.newBuilder().setName(parts[0]).setValue(parts[1]).build();
  }

  private Subscriber subscriber() {
    return Subscriber.newBuilder()
        .setInstitution(option("--institution"))
        .setSubscriberId(option("--subscriber"))
        .build();
  }

  private String option(String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
