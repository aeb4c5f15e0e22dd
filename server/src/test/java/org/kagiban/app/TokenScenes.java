package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.otp.Transaction;
import org.kagiban.rpc.Told;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.IssueTemporaryCodeRequest;
import org.kagiban.v1.ResumeTokenRequest;
import org.kagiban.v1.RetireTokenRequest;
import org.kagiban.v1.Subject;
import org.kagiban.v1.SuspendTokenRequest;
import org.kagiban.v1.UnenrollRequest;
import org.kagiban.v1.UnlockTokenRequest;
import org.kagiban.v1.Verdict;

/** All that happens to tokens in a bank's day. */
final class TokenScenes {
  /** Long codes: one does not stand in a log by chance. */
  private static final TokenProfile HOTP_8 =
      new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 8, 0);

  private static final Transaction TRANSFER =
      new Transaction(List.of(new Transaction.Field("amount", "50000 JPY")));

  final List<KnownToken> tokens = new ArrayList<>();
  final List<String> codes = new ArrayList<>();
  private final LiveServer server;

  TokenScenes(LiveServer server, int count) {
    this.server = server;
    for (int i = 0; i < count; i++) {
      tokens.add(KnownToken.random(String.format("EVNT%08d", i), HOTP_8));
    }
  }

  void load() throws Exception {
    VendorFile file = new VendorFile();
    tokens.forEach(file::add);
    file.load(server, "tokens.xml");
  }

  private Session channel() {
    return server.connect(DevCaller.INTERNET_BANKING);
  }

  private Session helpDesk() {
    return server.connect(DevCaller.HELP_DESK);
  }

  private String code(KnownToken token, int counter) {
    String code = token.code(counter);
    codes.add(code);
    return code;
  }

  /** Used, with a temporary code too, locked, unlocked, suspended, and given back. */
  void life(KnownToken token) {
    Session channel = channel();
    Session desk = helpDesk();
    assertThat(Calls.enroll(channel, token.id(), token.id(), code(token, 0)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(Calls.verify(channel, token.id(), code(token, 1)).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    String temporary =
        desk.tokens()
            .issueTemporaryCode(
                IssueTemporaryCodeRequest.newBuilder()
                    .setRequestId(id())
                    .setTokenId(token.id())
                    .setReason("left at home")
                    .build())
            .getCode();
    codes.add(temporary);
    assertThat(Calls.verify(channel, token.id(), temporary).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    Told cannotSign = Told.by(() -> Calls.sign(channel, token.id(), "12345678", TRANSFER));
    assertThat(cannotSign.reason()).isEqualTo("TOKEN_CANNOT_SIGN");
    lockAndUnlock(channel, desk, token);
    var suspended =
        desk.tokens()
            .suspendToken(
                SuspendTokenRequest.newBuilder()
                    .setRequestId(id())
                    .setTokenId(token.id())
                    .setReason("lost")
                    .build());
    var resumed =
        desk.tokens()
            .resumeToken(
                ResumeTokenRequest.newBuilder()
                    .setRequestId(id())
                    .setTokenId(token.id())
                    .setReason("found")
                    .build());
    assertThat(suspended.getEventId()).isNotEqualTo(resumed.getEventId());
  }

  private static void lockAndUnlock(Session channel, Session desk, KnownToken token) {
    Verdict last = Verdict.VERDICT_UNSPECIFIED;
    for (int i = 0; i < 11 && last != Verdict.VERDICT_LOCKED; i++) {
      last = Calls.verify(channel, token.id(), token.code(100_000 + i)).getVerdict();
    }
    assertThat(last).isEqualTo(Verdict.VERDICT_LOCKED);
    var unlocked =
        desk.tokens()
            .unlockToken(
                UnlockTokenRequest.newBuilder()
                    .setRequestId(id())
                    .setTokenId(token.id())
                    .setReason("she called")
                    .build());
    assertThat(unlocked.getEventId()).isNotEmpty();
  }

  /** Nobody's any more, then gone for good. A request about nobody is refused. */
  void end(KnownToken token) {
    Subject subject = Subject.newBuilder().setTokenId(token.id()).build();
    var unenrolled =
        channel()
            .enrollment()
            .unenroll(
                UnenrollRequest.newBuilder()
                    .setRequestId(id())
                    .setSubject(subject)
                    .setReason("contract ended")
                    .build());
    assertThat(unenrolled.getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    var retired =
        helpDesk()
            .tokens()
            .retireToken(
                RetireTokenRequest.newBuilder()
                    .setRequestId(id())
                    .setTokenId(token.id())
                    .setReason("given back")
                    .build());
    assertThat(retired.getEventId()).isNotEmpty();
    assertThat(Calls.verify(channel(), "nobody", "12345678").getVerdict())
        .isEqualTo(Verdict.VERDICT_NOT_ENROLLED);
  }

  /** A software token, whose seed the HSM makes, and which signs a transfer. */
  void create() throws Exception {
    Device device = Device.create(channel().provisioning(), LiveServer.INSTITUTION, id());
    assertThat(device.tokenId()).startsWith(LiveServer.PREFIX);
    String code = device.code(Device.stepNow());
    assertThat(Calls.enroll(channel(), "signer", device.tokenId(), code).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    String signature = device.sign(TRANSFER, Device.stepNow());
    assertThat(Calls.sign(channel(), "signer", signature, TRANSFER).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }
}
