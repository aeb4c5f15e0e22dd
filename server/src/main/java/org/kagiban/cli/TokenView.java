package org.kagiban.cli;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import org.kagiban.v1.Token;
import org.kagiban.v1.TokenProfile;
import org.kagiban.v1.TokenType;

/** A token as people read it. */
final class TokenView {
  static final List<String> COLUMNS =
      List.of("TOKEN ID", "STATUS", "SUBSCRIBER", "PROFILE", "ATTEMPTS", "DRIFT");
  private static final String NONE = "-";

  private TokenView() {}

  static List<String> row(Token token) {
    return List.of(
        token.getTokenId(),
        bare(token.getStatus().name(), "TOKEN_STATUS_"),
        token.getSubscriberId().isEmpty() ? NONE : token.getSubscriberId(),
        profile(token.getProfile()),
        String.valueOf(token.getAttemptsRemaining()),
        String.valueOf(token.getDriftSteps()));
  }

  /** Every known fact, a line each. */
  static String facts(Token token) {
    Table facts = new Table();
    facts.row("Token ID (トークンID)", token.getTokenId());
    facts.row("institution", token.getInstitution());
    facts.row("subscriber (契約者ID)", row(token).get(2));
    facts.row("status", row(token).get(1));
    facts.row("profile", profile(token.getProfile()));
    facts.row("attempts remaining", String.valueOf(token.getAttemptsRemaining()));
    facts.row("drift", token.getDriftSteps() + " steps");
    time(facts, "locked until", token.hasLockedUntil(), token.getLockedUntil());
    time(facts, "valid from", token.hasValidFrom(), token.getValidFrom());
    time(facts, "valid until", token.hasValidUntil(), token.getValidUntil());
    time(facts, "created", token.hasCreateTime(), token.getCreateTime());
    time(facts, "enrolled", token.hasEnrollTime(), token.getEnrollTime());
    if (token.hasTemporaryCodeExpireTime()) {
      facts.row("temporary code, uses", String.valueOf(token.getTemporaryCodeUsesRemaining()));
      time(facts, "temporary code, until", true, token.getTemporaryCodeExpireTime());
    }
    return facts.toString();
  }

  /** Such as {@code TOTP SHA1 6 digits 30 s}. */
  static String profile(TokenProfile profile) {
    String text =
        "%s %s %d digits"
            .formatted(
                bare(profile.getType().name(), "TOKEN_TYPE_"),
                bare(profile.getAlgorithm().name(), "HASH_ALGORITHM_"),
                profile.getDigits());
    return profile.getType() == TokenType.TOKEN_TYPE_TOTP
        ? text + " " + profile.getPeriodSeconds() + " s"
        : text;
  }

  private static void time(Table facts, String name, boolean known, Timestamp at) {
    if (known) {
      facts.row(name, Instant.ofEpochSecond(at.getSeconds()).toString());
    }
  }

  private static String bare(String name, String prefix) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }
}
