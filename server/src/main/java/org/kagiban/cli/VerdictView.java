package org.kagiban.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.ReplaceResponse;
import org.kagiban.v1.ResynchronizeResponse;
import org.kagiban.v1.UnenrollResponse;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyResponse;
import org.kagiban.v1.VerifyTransactionResponse;
import picocli.CommandLine.Help.Ansi;

/**
 * A verdict as people read it, such as {@code ACCEPTED VSST12345678 drift 0 event 0198...}.
 *
 * @param token null or empty where the server named none
 * @param attempts wrong codes until the token locks
 * @param waitSeconds after which another attempt makes sense
 * @param drift in time steps
 */
public record VerdictView(
    Verdict verdict,
    @Nullable String token,
    @Nullable Integer attempts,
    @Nullable Integer waitSeconds,
    @Nullable Integer drift,
    String event) {
  private static final String PREFIX = "VERDICT_";
  private static final String GAP = "  ";

  public static VerdictView of(VerifyResponse r) {
    return new VerdictView(
        r.getVerdict(),
        r.getTokenId(),
        r.hasAttemptsRemaining() ? r.getAttemptsRemaining() : null,
        r.hasWaitSeconds() ? r.getWaitSeconds() : null,
        r.hasDriftSteps() ? r.getDriftSteps() : null,
        r.getEventId());
  }

  public static VerdictView of(VerifyTransactionResponse r) {
    return new VerdictView(
        r.getVerdict(),
        r.getTokenId(),
        r.hasAttemptsRemaining() ? r.getAttemptsRemaining() : null,
        r.hasWaitSeconds() ? r.getWaitSeconds() : null,
        r.hasDriftSteps() ? r.getDriftSteps() : null,
        r.getEventId());
  }

  /**
   * @param token that the request named
   */
  public static VerdictView of(EnrollResponse r, String token) {
    return new VerdictView(
        r.getVerdict(),
        token,
        r.hasAttemptsRemaining() ? r.getAttemptsRemaining() : null,
        r.hasWaitSeconds() ? r.getWaitSeconds() : null,
        r.hasDriftSteps() ? r.getDriftSteps() : null,
        r.getEventId());
  }

  static VerdictView of(ReplaceResponse r, String token) {
    return new VerdictView(
        r.getVerdict(),
        token,
        r.hasAttemptsRemaining() ? r.getAttemptsRemaining() : null,
        r.hasWaitSeconds() ? r.getWaitSeconds() : null,
        r.hasDriftSteps() ? r.getDriftSteps() : null,
        r.getEventId());
  }

  static VerdictView of(ResynchronizeResponse r, String token) {
    return new VerdictView(
        r.getVerdict(),
        token,
        r.hasAttemptsRemaining() ? r.getAttemptsRemaining() : null,
        r.hasWaitSeconds() ? r.getWaitSeconds() : null,
        r.hasDriftSteps() ? r.getDriftSteps() : null,
        r.getEventId());
  }

  static VerdictView of(UnenrollResponse r, String token) {
    return new VerdictView(r.getVerdict(), token, null, null, null, r.getEventId());
  }

  public boolean accepted() {
    return verdict == Verdict.VERDICT_ACCEPTED;
  }

  /** The verdict's name without its prefix. */
  public String name() {
    return verdict.name().startsWith(PREFIX)
        ? verdict.name().substring(PREFIX.length())
        : verdict.name();
  }

  /** Everything in one line, the verdict in colour where {@code ansi} has any. */
  public String line(Ansi ansi) {
    List<String> parts = new ArrayList<>();
    parts.add(ansi.string("@|bold,%s %s|@".formatted(accepted() ? "green" : "yellow", name())));
    if (token != null && !token.isEmpty()) {
      parts.add(token);
    }
    if (attempts != null) {
      parts.add(attempts == 1 ? "1 attempt remains" : attempts + " attempts remain");
    }
    if (waitSeconds != null) {
      parts.add("wait " + Durations.words(waitSeconds) + waitFor());
    }
    if (drift != null) {
      parts.add("drift " + (drift > 0 ? "+" + drift : drift));
    }
    if (!event.isEmpty()) {
      parts.add("event " + event);
    }
    return String.join(GAP, parts);
  }

  /** The verdict and what the customer can do about it, without Token ID and event. */
  public String brief(Ansi ansi) {
    return new VerdictView(verdict, null, attempts, waitSeconds, null, "").line(ansi);
  }

  private String waitFor() {
    return verdict == Verdict.VERDICT_REPLAYED ? " for the next code" : "";
  }
}
