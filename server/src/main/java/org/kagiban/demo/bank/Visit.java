package org.kagiban.demo.bank;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One browser's session, from the right password on. Guarded by itself: a page holds its lock while
 * it acts, so that a double click acts once.
 */
final class Visit {
  /** How far the customer has come. */
  enum Stage {
    /** The login password was right; a token is to be registered. */
    REGISTER,
    /** The login password was right; the code is asked. */
    CODE,
    /** Logged in. */
    IN
  }

  private final String contract;
  private Stage stage;
  private @Nullable Say notice;
  private Instant waitUntil = Instant.EPOCH;
  private @Nullable Order order;
  private String body = "";
  private String requestId = "";

  Visit(String contract, Stage stage) {
    this.contract = contract;
    this.stage = stage;
  }

  String contract() {
    return contract;
  }

  Stage stage() {
    return stage;
  }

  void stage(Stage next) {
    stage = next;
    notice = null;
    waitUntil = Instant.EPOCH;
  }

  /** The request id for what is asked now: the last one's where the same is asked again. */
  String requestId(String asked) {
    if (!asked.equals(body)) {
      body = asked;
      requestId = UUID.randomUUID().toString();
    }
    return requestId;
  }

  /** Keeps what the next page shows; an outcome that was decided needs a fresh request id. */
  void came(Outcome outcome, Instant now) {
    notice = outcome.accepted() ? null : Words.of(outcome);
    waitUntil = now.plusSeconds(outcome.waitSeconds());
    if (outcome.kind() != Outcome.Kind.UNAVAILABLE) {
      body = "";
    }
  }

  void notice(Say say) {
    notice = say;
  }

  /** What the page is to say, once. */
  @Nullable Say takeNotice() {
    Say taken = notice;
    notice = null;
    return taken;
  }

  Instant waitUntil() {
    return waitUntil;
  }

  @Nullable Order order() {
    return order;
  }

  void order(@Nullable Order entered) {
    order = entered;
  }
}
