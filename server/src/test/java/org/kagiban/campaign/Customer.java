package org.kagiban.campaign;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.kagiban.app.KnownToken;
import org.kagiban.campaign.Action.Kind;
import org.kagiban.campaign.HistoryChecker.Start;
import org.kagiban.campaign.TokenRules.State;
import org.kagiban.otp.HotpCode;
import org.kagiban.otp.Transaction;
import org.kagiban.otp.TransactionSignature;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenPolicy;

/**
 * A customer and the token in his hand. Thread-safe.
 *
 * @param first the lowest factor that may be accepted when the run begins
 * @param highest what the next right code is guessed from
 */
record Customer(String id, KnownToken token, long first, AtomicLong highest) {
  static final Transaction PAYMENT =
      new Transaction(List.of(new Transaction.Field("payee", "Yamada")));

  /** Of the campaign's institution. */
  static final int LOCK_LIMIT = 5;

  static final int WINDOW = 10;

  Customer(String id, KnownToken token, long first) {
    this(id, token, first, new AtomicLong(first - 1));
  }

  boolean counting() {
    return token.profile().type() == OtpType.HOTP;
  }

  Start start() {
    int lookAhead = counting() ? TokenPolicy.DEFAULT.lookAhead() : 0;
    return new Start(new TokenRules(lookAhead, LOCK_LIMIT), State.enrolled(first));
  }

  /** A code near the newest that was accepted, and near what the server's clock expects. */
  Action rightCode(SplittableRandom random, Instant serverTime) {
    long factor = highest.get() + random.nextInt(4) - 1;
    if (counting()) {
      return new Action.RightCode(Kind.LOGIN, Math.max(0, factor));
    }
    long now = token.profile().stepAt(serverTime);
    long near = Math.max(now - WINDOW, Math.min(now + WINDOW, factor));
    return new Action.RightCode(random.nextInt(4) == 0 ? Kind.SIGNATURE : Kind.LOGIN, near);
  }

  Action wrongCode(SplittableRandom random) {
    Kind kind = !counting() && random.nextInt(4) == 0 ? Kind.SIGNATURE : Kind.LOGIN;
    return new Action.WrongCode(kind, String.format("%08d", random.nextInt(100_000_000)));
  }

  /** The digits that an action sends. */
  String code(Action action) {
    if (action instanceof Action.WrongCode wrong) {
      return wrong.code();
    }
    Action.RightCode right = (Action.RightCode) action;
    return right.kind() == Kind.LOGIN ? token.code(right.factor()) : signature(right.factor());
  }

  private String signature(long step) {
    byte[] message =
        TransactionSignature.message(
            TransactionSignature.suite(token.profile()), PAYMENT.hash(), step);
    byte[] code = HotpCode.truncate(token.hmac().compute(message), token.profile().digits());
    return new String(code, StandardCharsets.US_ASCII);
  }

  void accepted(Action action) {
    if (action instanceof Action.RightCode right && right.kind() == Kind.LOGIN) {
      highest.accumulateAndGet(right.factor(), Math::max);
    }
  }
}
