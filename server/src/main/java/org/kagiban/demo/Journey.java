package org.kagiban.demo;

import java.util.UUID;
import org.kagiban.cli.Session;
import org.kagiban.cli.SoftwareToken;
import org.kagiban.cli.VerdictView;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.Purpose;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyRequest;

/** A customer of a credit union begins to use a token (利用開始), as its bank sees it. */
final class Journey {
  /** Codes of so many steps around now are not taken for the wrong one. */
  private static final int AVOID_STEPS = 200;

  private final Session bank;
  private final Subscriber subscriber;
  private final SoftwareToken token;
  private final Screen screen;
  private boolean good = true;

  Journey(Session bank, Subscriber subscriber, SoftwareToken token, Screen screen) {
    this.bank = bank;
    this.subscriber = subscriber;
    this.token = token;
    this.screen = screen;
  }

  /** Walks it; whether every step went as it should. */
  boolean walk() throws InterruptedException {
    SoftwareToken.Reading first = token.read();
    expect(
        "3 enrolled with its first code",
        first.code(),
        enroll(first.code()),
        Verdict.VERDICT_ACCEPTED);
    VerdictView replayed = verify(first.code(), Purpose.PURPOSE_LOGIN);
    expect("4 the same code again", first.code(), replayed, Verdict.VERDICT_REPLAYED);
    awaitNext(first, replayed);
    String next = token.read().code();
    expect(
        "5 login with the next code",
        next,
        verify(next, Purpose.PURPOSE_LOGIN),
        Verdict.VERDICT_ACCEPTED);
    String wrong = wrongCode();
    VerdictView refused = verify(wrong, Purpose.PURPOSE_TRANSFER);
    expect("6 transfer with a wrong code", wrong, refused, Verdict.VERDICT_WRONG_CODE);
    return good;
  }

  private VerdictView enroll(String code) {
    EnrollRequest request =
        EnrollRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSubscriber(subscriber)
            .setTokenId(token.id())
            .setCode(code)
            .build();
    return VerdictView.of(bank.enrollment().enroll(request), token.id());
  }

  private VerdictView verify(String code, Purpose purpose) {
    VerifyRequest request =
        VerifyRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSubject(Subject.newBuilder().setSubscriber(subscriber))
            .setCode(code)
            .setPurpose(purpose)
            .build();
    return VerdictView.of(bank.verification().verify(request));
  }

  private void expect(String step, String code, VerdictView got, Verdict wanted) {
    boolean told =
        switch (wanted) {
          case VERDICT_REPLAYED -> got.waitSeconds() != null;
          case VERDICT_WRONG_CODE -> got.attempts() != null;
          default -> true;
        };
    if (got.verdict() == wanted && told) {
      screen.ok(step, code + "  " + got.brief(screen.ansi()));
    } else {
      good = false;
      screen.failed(step, "%s  %s".formatted(code, got.brief(screen.ansi())));
      screen.note("expected %s with what to do next".formatted(wanted));
    }
  }

  /** Waits as long as the server said, and then until the display has changed. */
  private void awaitNext(SoftwareToken.Reading used, VerdictView replayed)
      throws InterruptedException {
    Integer wait = replayed.waitSeconds();
    screen.countdown("waiting for the next code", wait == null ? token.read().secondsLeft() : wait);
    while (token.read().step() <= used.step()) {
      screen.countdown("waiting for the next code", token.read().secondsLeft());
    }
  }

  /** A code that the token shows neither now nor anywhere near. */
  private String wrongCode() {
    long now = token.read().step();
    int digits = token.profile().digits();
    for (int candidate = 0; ; candidate++) {
      String code = ("%0" + digits + "d").formatted(candidate);
      if (!shown(code, now)) {
        return code;
      }
    }
  }

  private boolean shown(String code, long now) {
    for (long step = now - AVOID_STEPS; step <= now + AVOID_STEPS; step++) {
      if (token.code(step).equals(code)) {
        return true;
      }
    }
    return false;
  }
}
