package org.kagiban.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.token.OtpType;
import org.kagiban.token.Proof;
import org.kagiban.token.TemporaryCode;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenState;
import org.kagiban.token.Transition;
import org.kagiban.token.Verdict;

/** Turns a transition into a decision of the ledger. Pure. */
public final class Judgement {
  private Judgement() {}

  /**
   * Checks that evidence still speaks of the row.
   *
   * @param prepared the token for which the evidence was made, null where none was found
   * @param row the token now
   * @throws StaleException where the evidence must be made anew
   */
  public static void requireFresh(
      @Nullable Token prepared, @Nullable Token row, Evidence evidence) {
    if (prepared == null && row == null) {
      return;
    }
    if (prepared == null
        || row == null
        || !prepared.id().equals(row.id())
        || !Objects.equals(prepared.seed(), row.seed())) {
      throw new StaleException();
    }
    // A code that was found is judged against the row; one that was not may lie in its new window.
    if (evidence.proof() instanceof Proof.None && !sameWindow(prepared, row.state())) {
      throw new StaleException();
    }
  }

  private static boolean sameWindow(Token prepared, TokenState now) {
    TokenState then = prepared.state();
    boolean sameFactors =
        prepared.profile().type() == OtpType.TOTP
            ? then.drift() == now.drift()
            : then.watermark() == now.watermark();
    return sameFactors && sameCode(then.temporaryCode(), now.temporaryCode());
  }

  private static boolean sameCode(@Nullable TemporaryCode then, @Nullable TemporaryCode now) {
    if (then == null || now == null) {
      return then == null && now == null;
    }
    return then.sameAs(now);
  }

  /** The decision on a code: the key's use, and what came of it. */
  public static Decision onCode(
      RequestContext context, Token token, Evidence evidence, Transition transition) {
    List<AuditEvent> events = new ArrayList<>();
    events.add(TokenEvents.keyUsed(context, token, evidence, transition.verdict()));
    events.addAll(TokenEvents.effects(context, token, transition, 1));
    return new Decision(answer(context, token, transition), writes(token, transition), events);
  }

  /** The decision on what was done without a code, with at least one effect. */
  public static Decision onState(RequestContext context, Token token, Transition transition) {
    return new Decision(
        answer(context, token, transition),
        writes(token, transition),
        TokenEvents.effects(context, token, transition, 0));
  }

  /** The decision where the caller sees no token. */
  public static Decision unseen(RequestContext context, Subject subject, Verdict verdict) {
    return new Decision(
        Answer.plain(verdict, context.event(), null),
        List.of(),
        List.of(TokenEvents.refused(context, subject, verdict)));
  }

  /** The decision where a token is not of a kind, or in a state, for what was asked. */
  public static Decision refused(RequestContext context, Token token, Transition transition) {
    return new Decision(
        answer(context, token, transition),
        List.of(),
        List.of(TokenEvents.refused(context, token, transition.verdict())));
  }

  public static Answer answer(RequestContext context, Token token, Transition transition) {
    Verdict verdict = transition.verdict();
    boolean hidden = verdict == Verdict.NOT_ENROLLED || verdict == Verdict.UNKNOWN_TOKEN;
    TokenId shown = hidden ? null : token.id();
    return new Answer(
        verdict,
        context.event(),
        shown,
        transition.attemptsRemaining(),
        transition.waitSeconds(),
        transition.drift(),
        new byte[0]);
  }

  /** The token, where the transition changed it. */
  public static List<Token> writes(Token token, Transition transition) {
    return transition.next().equals(token.state())
        ? List.of()
        : List.of(token.with(transition.next()));
  }
}
