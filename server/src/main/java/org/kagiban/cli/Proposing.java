package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.v1.ProposeCeremonyRequest;
import org.kagiban.v1.ProposeCeremonyResponse;

/** Signs and sends a proposal. */
final class Proposing {
  private final Session session;
  private final Clock clock;

  Proposing(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /**
   * @param text null for a fresh one
   */
  static CeremonyId id(@Nullable String text) {
    try {
      return text == null ? CeremonyId.random() : CeremonyId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE, "--id takes a UUID in lower case; leave it out for a fresh one", e);
    }
  }

  ProposeCeremonyResponse propose(CeremonyId id, byte[] file) {
    Signing signing = Signing.with(session.connectFile(), clock);
    return session
        .ceremonies()
        .proposeCeremony(
            ProposeCeremonyRequest.newBuilder()
                .setCeremonyId(id.toString())
                .setFile(ByteString.copyFrom(file))
                .setSignature(signing.sign(Act.PROPOSE, id, Sha256.of(file)))
                .build());
  }

  static String text(ProposeCeremonyResponse response, byte[] file) {
    return "%s%nSHA-256  %s%nTell the other custodians this hash by another way than the server."
        .formatted(CeremonyText.standing(response.getCeremony()), Sha256.hex(file));
  }
}
