package org.kagiban.demo.bank;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One browser's session, from the right password on; before it, only what was refused. Guarded by
 * itself: a page holds its lock while it acts, so that a double click acts once.
 */
final class Visit {
  /** How far the customer has come. */
  enum Stage {
    /** The login password was wrong: known is what to say. */
    OUTSIDE,
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
  private @Nullable Say fundsNotice;
  private Instant waitUntil = Instant.EPOCH;
  private @Nullable Order order;
  private @Nullable OrderForm refused;
  private String token = "";
  private String body = "";
  private String requestId = "";

  /**
   * @param contract as it was typed while the session is {@link Stage#OUTSIDE}
   */
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
    body = "";
    notice = null;
    fundsNotice = null;
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

  /**
   * Keeps what the next page shows. What was refused needs a fresh request id; what was accepted
   * keeps its own until the bank has acted on it, so that the same code can be sent again if the
   * bank could not.
   */
  void came(Outcome outcome, Instant now) {
    notice = outcome.accepted() ? null : Words.of(outcome);
    waitUntil = now.plusSeconds(outcome.waitSeconds());
    if (outcome.kind() != Outcome.Kind.UNAVAILABLE && !outcome.accepted()) {
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

  /** The same about the funds-transfer password. */
  void fundsNotice(Say say) {
    fundsNotice = say;
  }

  @Nullable Say takeFundsNotice() {
    Say taken = fundsNotice;
    fundsNotice = null;
    return taken;
  }

  Instant waitUntil() {
    return waitUntil;
  }

  @Nullable Order order() {
    return order;
  }

  /** Another order, or none any more: what was asked for the last one is over. */
  void order(@Nullable Order entered) {
    order = entered;
    body = "";
  }

  /** An order as it was typed, with what is wrong with it. */
  void refused(OrderForm form) {
    refused = form;
  }

  /** To be shown once; an empty one where nothing was refused. */
  OrderForm takeRefused() {
    OrderForm taken = refused == null ? OrderForm.empty() : refused;
    refused = null;
    return taken;
  }

  /** The Token ID as it was typed, to be shown again. */
  String token() {
    return token;
  }

  void token(String typed) {
    token = typed;
  }
}
