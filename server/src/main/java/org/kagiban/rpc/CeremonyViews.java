package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyDesk;
import org.kagiban.custody.ceremony.CeremonyDesk.KeyStanding;
import org.kagiban.custody.ceremony.CeremonyDesk.Standing;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.Signed;
import org.kagiban.v1.CeremonyAct;
import org.kagiban.v1.CeremonySignature;
import org.kagiban.v1.CeremonyStatus;

/** Ceremonies and keys as the API shows them. */
final class CeremonyViews {
  private final CeremonyDesk desk;

  CeremonyViews(CeremonyDesk desk) {
    this.desk = desk;
  }

  org.kagiban.v1.Ceremony whole(Ceremony ceremony) {
    Standing standing = desk.standing(ceremony);
    org.kagiban.v1.Ceremony.Builder view =
        view(ceremony, standing)
            .setFile(ByteString.copyFrom(ceremony.file()))
            .setTranscript(standing.transcript());
    ceremony.signed().forEach(signed -> view.addActs(act(signed)));
    return view.build();
  }

  /** Without what makes it long. */
  org.kagiban.v1.Ceremony brief(Ceremony ceremony) {
    return view(ceremony, desk.standing(ceremony)).build();
  }

  private static org.kagiban.v1.Ceremony.Builder view(Ceremony ceremony, Standing standing) {
    org.kagiban.v1.Ceremony.Builder view =
        org.kagiban.v1.Ceremony.newBuilder()
            .setCeremonyId(ceremony.id().toString())
            .setKind(ceremony.kind())
            .setFileHash(ByteString.copyFrom(Sha256.of(ceremony.file())))
            .setStatus(status(ceremony.status()))
            .setApprovalsMissing(standing.approvalsMissing())
            .setPerformedByServer(standing.byServer())
            .setSummary(standing.summary());
    Instant expire = standing.approvalsExpireAt();
    if (expire != null) {
      view.setApprovalsExpireAt(moment(expire));
    }
    return view;
  }

  private static CeremonyAct act(Signed signed) {
    return CeremonyAct.newBuilder()
        .setAct(signed.statement().act().name())
        .setCustodian(signed.custodian())
        .setPerson(signed.person())
        .setCertificate(ByteString.copyFrom(signed.certificate()))
        .setAbout(ByteString.copyFrom(signed.statement().about()))
        .setSignature(
            CeremonySignature.newBuilder()
                .setSignedAt(moment(signed.statement().at()))
                .setExpiresAt(moment(signed.statement().expires()))
                .setSignature(ByteString.copyFrom(signed.signature())))
        .build();
  }

  private static CeremonyStatus status(Ceremony.Status status) {
    return switch (status) {
      case PROPOSED -> CeremonyStatus.CEREMONY_STATUS_PROPOSED;
      case CANCELLED -> CeremonyStatus.CEREMONY_STATUS_CANCELLED;
      case RUNNING -> CeremonyStatus.CEREMONY_STATUS_RUNNING;
      case EXECUTED -> CeremonyStatus.CEREMONY_STATUS_EXECUTED;
      case ABORTED -> CeremonyStatus.CEREMONY_STATUS_ABORTED;
    };
  }

  static org.kagiban.v1.CustodyKey key(KeyStanding standing) {
    CustodyKey key = standing.key();
    return org.kagiban.v1.CustodyKey.newBuilder()
        .setLabel(key.label())
        .setKind(key.kind())
        .setState(key.state().name())
        .setKcv(ByteString.copyFrom(key.kcv()))
        .setKcvMethod(key.kcvMethod())
        .setSince(moment(key.since()))
        .setCeremonyId(key.ceremony().toString())
        .setWrappedSeeds(standing.wrappedSeeds())
        .build();
  }

  private static Timestamp moment(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
