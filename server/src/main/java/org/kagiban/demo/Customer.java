package org.kagiban.demo;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.Session;
import org.kagiban.cli.SoftwareToken;
import org.kagiban.cli.TokenFolder;
import org.kagiban.cli.TokenMaker;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.Subscriber;

/** Somebody with a contract ID, and soon a software token. Not thread-safe. */
final class Customer {
  private static final int CONTRACTS = 10_000_000;

  private final String subscriberId;
  private @Nullable SoftwareToken token;

  private Customer(String subscriberId) {
    this.subscriberId = subscriberId;
  }

  static Customer random() {
    return new Customer("K-%07d".formatted(new SecureRandom().nextInt(CONTRACTS)));
  }

  /** Has a token made and opens it, as the customer's own application would. */
  void getToken(Session bank, DemoFolder folder, Screen screen) {
    TokenFolder fresh = new TokenFolder(folder.tokens().resolve(subscriberId));
    CreateTokenRequest request =
        CreateTokenRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setInstitution(DemoConfig.INSTITUTION)
            .build();
    String id = TokenMaker.make(bank, request, fresh).getTokenId();
    screen.ok("1 token created", "Token ID (トークンID) " + id);
    screen.note("the HSM made the seed; it left wrapped under a key of this device");
    token = fresh.open(Clock.systemUTC());
    SoftwareToken.Reading now = token.read();
    screen.ok("2 the token shows a code", "%s  %d s left".formatted(now.code(), now.secondsLeft()));
    screen.note("the security code (セキュリティコード)");
  }

  String subscriberId() {
    return subscriberId;
  }

  Subscriber subscriber() {
    return Subscriber.newBuilder()
        .setInstitution(DemoConfig.INSTITUTION)
        .setSubscriberId(subscriberId)
        .build();
  }

  SoftwareToken token() {
    if (token == null) {
      throw new IllegalStateException("the customer has no token yet");
    }
    return token;
  }
}
