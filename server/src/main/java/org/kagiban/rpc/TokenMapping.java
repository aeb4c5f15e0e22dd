package org.kagiban.rpc;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.kagiban.token.LockRule;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TemporaryCode;
import org.kagiban.token.Token;
import org.kagiban.token.TokenPolicy;
import org.kagiban.token.TokenState;
import org.kagiban.v1.TokenStatus;

/** Tokens as the API shows them. */
final class TokenMapping {
  private TokenMapping() {}

  static org.kagiban.v1.Token write(Token token, TokenPolicy policy, Instant at) {
    TokenState state = token.state();
    org.kagiban.v1.Token.Builder out =
        org.kagiban.v1.Token.newBuilder()
            .setTokenId(token.id().value())
            .setInstitution(token.institution().id())
            .setStatus(status(token, policy, at))
            .setProfile(ProfileMapping.write(token.profile()))
            .setAttemptsRemaining(LockRule.attemptsRemaining(state, policy, at))
            .setDriftSteps(state.drift())
            .setCreateTime(timestamp(token.createdAt()));
    Subscriber subscriber = state.subscriber();
    if (subscriber != null) {
      out.setSubscriberId(subscriber.id());
    }
    times(token, policy, at, out);
    TemporaryCode code = state.temporaryCode();
    if (code != null && code.usableAt(at)) {
      out.setTemporaryCodeExpireTime(timestamp(code.expiresAt()));
      out.setTemporaryCodeUsesRemaining(code.usesLeft());
    }
    return out.build();
  }

  private static void times(
      Token token, TokenPolicy policy, Instant at, org.kagiban.v1.Token.Builder out) {
    Instant opens = LockRule.opensAt(token.state(), policy);
    if (opens != null && at.isBefore(opens)) {
      out.setLockedUntil(timestamp(opens));
    }
    Instant from = token.validity().from();
    if (from != null) {
      out.setValidFrom(timestamp(from));
    }
    Instant until = token.validity().until();
    if (until != null) {
      out.setValidUntil(timestamp(until));
    }
    Instant enrolled = token.state().enrolledAt();
    if (enrolled != null) {
      out.setEnrollTime(timestamp(enrolled));
    }
  }

  /** The one that matters most, in the order in which a code would be refused. */
  static TokenStatus status(Token token, TokenPolicy policy, Instant at) {
    TokenState state = token.state();
    if (state.retired()) {
      return TokenStatus.TOKEN_STATUS_RETIRED;
    }
    if (state.suspended()) {
      return TokenStatus.TOKEN_STATUS_SUSPENDED;
    }
    if (!token.validity().includes(at)) {
      return TokenStatus.TOKEN_STATUS_EXPIRED;
    }
    if (LockRule.locked(state, policy, at)) {
      return TokenStatus.TOKEN_STATUS_LOCKED;
    }
    return state.subscriber() == null
        ? TokenStatus.TOKEN_STATUS_AVAILABLE
        : TokenStatus.TOKEN_STATUS_ENROLLED;
  }

  static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
