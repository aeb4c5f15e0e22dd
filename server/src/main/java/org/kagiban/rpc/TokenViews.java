package org.kagiban.rpc;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.v1.GetTokenRequest;
import org.kagiban.v1.GetTokenResponse;
import org.kagiban.v1.ListTokensRequest;
import org.kagiban.v1.ListTokensResponse;
import org.kagiban.verification.Policies;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;

/** The calls that only look: GetToken and ListTokens. They read the rows, not a cache. */
final class TokenViews {
  private static final int MOST = 500;
  private static final int USUAL = 50;

  private final TokenLedger ledger;
  private final Policies policies;
  private final TrustedClock clock;

  TokenViews(TokenLedger ledger, Policies policies, TrustedClock clock) {
    this.ledger = ledger;
    this.policies = policies;
    this.clock = clock;
  }

  void get(GetTokenRequest request, StreamObserver<GetTokenResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    TokenId id = fields.tokenId("token_id", request.getTokenId());
    fields.done();
    Instant now = clock.now();
    Reply.with(
        observer,
        seen(call, id),
        token -> GetTokenResponse.newBuilder().setToken(write(token, now)).build());
  }

  /** The token, or TOKEN_NOT_FOUND also where the caller does not serve its institution. */
  CompletableFuture<Token> seen(CallRecord call, TokenId id) {
    return ledger
        .find(id)
        .thenApply(
            token -> {
              if (token == null || !call.caller().sees(token.institution())) {
                throw ApiFault.tokenNotFound();
              }
              return token;
            });
  }

  void list(ListTokensRequest request, StreamObserver<ListTokensResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Institution institution = fields.institution("institution", request.getInstitution());
    Subscriber subscriber =
        request.getSubscriberId().isEmpty()
            ? null
            : fields.subscriberOf(institution, "subscriber_id", request.getSubscriberId());
    int size = fields.number("page_size", request.getPageSize(), MOST, USUAL);
    TokenId after = fields.page(request.getPageToken());
    fields.done();
    if (!call.caller().sees(institution)) {
      throw ApiFault.institutionNotFound();
    }
    Instant now = clock.now();
    Reply.with(
        observer,
        subscriber == null ? ledger.list(institution, after, size + 1) : only(subscriber),
        tokens -> page(tokens, size, now));
  }

  private CompletableFuture<List<Token>> only(Subscriber subscriber) {
    return ledger
        .findBySubscriber(subscriber)
        .thenApply((@Nullable Token token) -> token == null ? List.of() : List.of(token));
  }

  private ListTokensResponse page(List<Token> tokens, int size, Instant now) {
    ListTokensResponse.Builder out = ListTokensResponse.newBuilder();
    tokens.stream().limit(size).forEach(token -> out.addTokens(write(token, now)));
    if (tokens.size() > size) {
      out.setNextPageToken(tokens.get(size - 1).id().value());
    }
    return out.build();
  }

  private org.kagiban.v1.Token write(Token token, Instant now) {
    return TokenMapping.write(token, policies.of(token.institution()), now);
  }
}
