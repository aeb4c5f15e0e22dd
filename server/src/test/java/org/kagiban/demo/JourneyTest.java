package org.kagiban.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.FakeServer;
import org.kagiban.cli.FakeVerification;
import org.kagiban.cli.Session;
import org.kagiban.cli.SoftwareToken;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.EnrollRequest;
import org.kagiban.v1.EnrollResponse;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.Verdict;
import org.kagiban.v1.VerifyResponse;
import picocli.CommandLine.Help.Ansi;

/** The walk notices a server that does not do as it should. The demo itself: DemoIT. */
final class JourneyTest {
  @TempDir private Path folder;
  private final FakeVerification verification = new FakeVerification();
  private final StringWriter printed = new StringWriter();
  private SoftwareToken token;

  @BeforeEach
  void makeAToken() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
    token =
        SoftwareToken.open(
            "VSST12345678",
            TokenProfile.DEFAULT,
            cipher.doFinal(new byte[20]),
            pair.getPrivate(),
            new HurriedClock());
  }

  @Test
  void walk_everyAnswerRight_isGood() throws Exception {
    verification.answer(replayed().setWaitSeconds(1));
    verification.answer(verdict(Verdict.VERDICT_ACCEPTED));
    verification.answer(verdict(Verdict.VERDICT_WRONG_CODE).setAttemptsRemaining(9));

    assertThat(walk()).isTrue();

    assertThat(printed.toString())
        .contains("REPLAYED  wait 1 s for the next code")
        .contains("WRONG_CODE  9 attempts remain")
        .doesNotContain("FAIL")
        .doesNotContain("\u001b");
  }

  @Test
  void walk_sameCodeAcceptedAgain_isNotGood() throws Exception {
    verification.answer(verdict(Verdict.VERDICT_ACCEPTED).setWaitSeconds(1));
    verification.answer(verdict(Verdict.VERDICT_ACCEPTED));
    verification.answer(verdict(Verdict.VERDICT_WRONG_CODE).setAttemptsRemaining(9));

    assertThat(walk()).isFalse();

    assertThat(printed.toString()).contains("FAIL  4 the same code again");
  }

  @Test
  void walk_replayedWithoutSeconds_isNotGood() throws Exception {
    verification.answer(replayed());
    verification.answer(verdict(Verdict.VERDICT_ACCEPTED));
    verification.answer(verdict(Verdict.VERDICT_WRONG_CODE).setAttemptsRemaining(9));

    assertThat(walk()).isFalse();
  }

  @Test
  void walk_wrongCodeAccepted_isNotGood() throws Exception {
    verification.answer(replayed().setWaitSeconds(1));
    verification.answer(verdict(Verdict.VERDICT_ACCEPTED));
    verification.answer(verdict(Verdict.VERDICT_ACCEPTED));

    assertThat(walk()).isFalse();

    assertThat(printed.toString()).contains("FAIL  6 transfer with a wrong code");
  }

  private boolean walk() throws Exception {
    Screen screen = new Screen(new PrintWriter(printed, true), Ansi.OFF, false);
    Subscriber subscriber =
        Subscriber.newBuilder().setInstitution("cu").setSubscriberId("K-1").build();
    try (FakeServer server = new FakeServer(folder, verification, new AcceptingEnrollment());
        Session bank =
            Session.open(server.connect(DevCaller.INTERNET_BANKING), Duration.ofSeconds(20))) {
      return new Journey(bank, subscriber, token, screen).walk();
    }
  }

  private static VerifyResponse.Builder replayed() {
    return verdict(Verdict.VERDICT_REPLAYED);
  }

  private static VerifyResponse.Builder verdict(Verdict verdict) {
    return VerifyResponse.newBuilder().setVerdict(verdict);
  }

  private static final class AcceptingEnrollment
      extends EnrollmentServiceGrpc.EnrollmentServiceImplBase {
    @Override
    public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> observer) {
      observer.onNext(EnrollResponse.newBuilder().setVerdict(Verdict.VERDICT_ACCEPTED).build());
      observer.onCompleted();
    }
  }

  /** Each look finds the last second of the next time step, so that no test waits for long. */
  private static final class HurriedClock extends Clock {
    private long seconds = 29;

    @Override
    public synchronized Instant instant() {
      seconds += 30;
      return Instant.ofEpochSecond(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
