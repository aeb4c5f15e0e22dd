package org.kagiban.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.Institution;
import org.kagiban.token.OtpType;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TemporaryCode;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.TokenState;
import org.kagiban.token.Validity;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.UnavailableException.Part;

/** Tokens as rows of the table {@code token}. */
final class TokenRows {
  /** All columns, in the order in which {@link #read} and {@link #values} count them. */
  static final String COLUMNS =
      "token_id, institution, subscriber_id, otp_type, algorithm, digits, period_seconds,"
          + " valid_from, valid_until, seed_ref, kcv, created_at, retired, suspended, enrolled_at,"
          + " watermark, drift, failures, locked_at,"
          + " temporary_salt, temporary_hash, temporary_uses, temporary_expires,"
          + " signature_watermark";

  /** How many columns those are. */
  static final int COUNT = COLUMNS.split(",").length;

  private TokenRows() {}

  /** All columns, each with its table's name before it. */
  static String columns(String table) {
    return table + "." + COLUMNS.replace(", ", ", " + table + ".");
  }

  static List<Token> readAll(PreparedStatement select) throws SQLException {
    List<Token> tokens = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        tokens.add(read(row));
      }
    }
    return tokens;
  }

  /**
   * @throws UnavailableException where the row cannot be a token's: the file was damaged
   */
  static Token read(ResultSet row) throws SQLException {
    String id = row.getString(1);
    try {
      Institution institution = new Institution(row.getString(2));
      return new Token(
          new TokenId(id),
          institution,
          profile(row),
          validity(Micros.read(row, 8), Micros.read(row, 9)),
          seed(row.getString(10)),
          row.getBytes(11),
          Micros.instant(row.getLong(12)),
          state(row, institution));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UnavailableException(
          Part.STORE_UNAVAILABLE, "the row of token " + id + " is damaged", e);
    }
  }

  private static TokenProfile profile(ResultSet row) throws SQLException {
    return new TokenProfile(
        OtpType.valueOf(row.getString(4)),
        HashAlgorithm.valueOf(row.getString(5)),
        row.getInt(6),
        row.getInt(7));
  }

  private static Validity validity(@Nullable Instant from, @Nullable Instant until) {
    return from == null && until == null ? Validity.ALWAYS : new Validity(from, until);
  }

  private static @Nullable SeedRef seed(@Nullable String ref) {
    return ref == null ? null : new SeedRef(ref);
  }

  private static TokenState state(ResultSet row, Institution institution) throws SQLException {
    String subscriber = row.getString(3);
    return new TokenState(
        row.getBoolean(13),
        row.getBoolean(14),
        subscriber == null ? null : new Subscriber(institution, subscriber),
        Micros.read(row, 15),
        row.getLong(16),
        row.getLong(24),
        row.getInt(17),
        row.getInt(18),
        Micros.read(row, 19),
        temporaryCode(row));
  }

  private static @Nullable TemporaryCode temporaryCode(ResultSet row) throws SQLException {
    byte[] salt = row.getBytes(20);
    if (salt == null) {
      return null;
    }
    return new TemporaryCode(
        salt, row.getBytes(21), row.getInt(22), Micros.instant(row.getLong(23)));
  }

  /** The values of all columns, each a Long, a String, a byte[] or null. */
  static @Nullable Object[] values(Token token) {
    TokenProfile profile = token.profile();
    TokenState state = token.state();
    TemporaryCode code = state.temporaryCode();
    return new @Nullable Object[] {
      token.id().value(),
      token.institution().id(),
      state.subscriber() == null ? null : state.subscriber().id(),
      profile.type().name(),
      profile.algorithm().name(),
      (long) profile.digits(),
      (long) profile.periodSeconds(),
      Micros.ofNullable(token.validity().from()),
      Micros.ofNullable(token.validity().until()),
      token.seed() == null ? null : token.seed().value(),
      token.kcv(),
      Micros.of(token.createdAt()),
      state.retired() ? 1L : 0L,
      state.suspended() ? 1L : 0L,
      Micros.ofNullable(state.enrolledAt()),
      state.watermark(),
      (long) state.drift(),
      (long) state.failures(),
      Micros.ofNullable(state.lockedAt()),
      code == null ? null : code.salt(),
      code == null ? null : code.hash(),
      code == null ? null : (Long) (long) code.usesLeft(),
      code == null ? null : (Long) Micros.of(code.expiresAt()),
      state.signatureWatermark()
    };
  }

  /**
   * Whether two versions of a token differ at most in watermarks, drift, failures and lock: what a
   * verification changes, none of it indexed.
   */
  static boolean sameButForCounters(Token before, Token after) {
    TokenState old = before.state();
    TokenState now = after.state();
    return before.with(now).equals(after)
        && old.retired() == now.retired()
        && old.suspended() == now.suspended()
        && Objects.equals(old.subscriber(), now.subscriber())
        && Objects.equals(old.enrolledAt(), now.enrolledAt())
        && Objects.equals(old.temporaryCode(), now.temporaryCode());
  }

  /**
   * The token as it will be read back, with all times as {@link Micros#truncate} makes them.
   *
   * @throws IllegalArgumentException where a row cannot hold it
   */
  static Token asStored(Token token) {
    TokenState state = token.state();
    Subscriber subscriber = state.subscriber();
    if (subscriber != null && !subscriber.institution().equals(token.institution())) {
      throw new IllegalArgumentException("a token and its subscriber are of one institution");
    }
    Instant created = Micros.truncate(token.createdAt());
    Validity validity =
        validity(
            Micros.truncateNullable(token.validity().from()),
            Micros.truncateNullable(token.validity().until()));
    Instant enrolled = Micros.truncateNullable(state.enrolledAt());
    Instant locked = Micros.truncateNullable(state.lockedAt());
    return new Token(
        token.id(),
        token.institution(),
        token.profile(),
        validity,
        token.seed(),
        token.kcv(),
        created,
        new TokenState(
            state.retired(),
            state.suspended(),
            state.subscriber(),
            enrolled,
            state.watermark(),
            state.signatureWatermark(),
            state.drift(),
            state.failures(),
            locked,
            truncate(state.temporaryCode())));
  }

  private static @Nullable TemporaryCode truncate(@Nullable TemporaryCode code) {
    if (code == null || code.expiresAt().equals(Micros.truncate(code.expiresAt()))) {
      return code;
    }
    return new TemporaryCode(
        code.salt(), code.hash(), code.usesLeft(), Micros.truncate(code.expiresAt()));
  }
}
