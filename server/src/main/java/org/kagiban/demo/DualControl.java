package org.kagiban.demo;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.cli.Session;
import org.kagiban.cli.Signing;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.KeyLabels;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.CeremonyStatus;
import org.kagiban.v1.CustodyKey;
import org.kagiban.v1.ListKeysRequest;
import org.kagiban.v1.ProposeCeremonyRequest;
import org.kagiban.v1.RunCeremonyRequest;
import org.kagiban.v1.RunCeremonyResponse;

/**
 * Plays two custodians who agree on everything, for the demo and for tests. Real ones sit at two
 * machines, each with the own key, and read what they sign.
 */
public final class DualControl {
  private final Session one;
  private final Session two;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param one proposes and runs
   * @param two approves
   */
  public DualControl(Session one, Session two) {
    this.one = one;
    this.two = two;
  }

  /** The keys that a server needs to serve and to sign its log; whether there were none yet. */
  public boolean makeFirstKeys(String partition) {
    List<CustodyKey> keys =
        one.ceremonies().listKeys(ListKeysRequest.getDefaultInstance()).getKeysList();
    if (keys.isEmpty()) {
      perform(file("partition-keys", partition));
      perform(file("import-key", partition));
    }
    if (keys.stream().noneMatch(key -> key.getLabel().equals(KeyLabels.CHECKPOINT))) {
      perform(file("checkpoint-key", partition));
    }
    return keys.isEmpty();
  }

  private static String file(String kind, String partition) {
    return "ceremony: %s\ntitle: First keys\npartition: %s\n".formatted(kind, partition);
  }

  /**
   * One proposes, the other approves, the first runs it.
   *
   * @param file YAML
   * @throws CliException where it was not executed
   */
  public Ceremony perform(String file) {
    CeremonyId id = agree(file);
    Ceremony ended = run(id, file);
    if (ended.getStatus() != CeremonyStatus.CEREMONY_STATUS_EXECUTED) {
      throw new CliException(Exit.REFUSED, "not executed: " + ended);
    }
    return ended;
  }

  /** One proposes, the other approves. */
  public CeremonyId agree(String file) {
    CeremonyId id = CeremonyId.random();
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    byte[] hash = Sha256.of(bytes);
    Ceremony unused =
        one.ceremonies()
            .proposeCeremony(
                ProposeCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setFile(ByteString.copyFrom(bytes))
                    .setSignature(signing(one).sign(Act.PROPOSE, id, hash))
                    .build())
            .getCeremony();
    unused =
        two.ceremonies()
            .approveCeremony(
                ApproveCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setFileHash(ByteString.copyFrom(hash))
                    .setSignature(signing(two).sign(Act.APPROVE, id, hash))
                    .build())
            .getCeremony();
    return id;
  }

  /** Runs what was agreed on, to its end or to where the server stops. */
  public Ceremony run(CeremonyId id, String file) {
    byte[] hash = Sha256.of(file.getBytes(StandardCharsets.UTF_8));
    Iterator<RunCeremonyResponse> answers =
        CeremonyServiceGrpc.newBlockingStub(one.channel())
            .runCeremony(
                RunCeremonyRequest.newBuilder()
                    .setCeremonyId(id.toString())
                    .setSignature(signing(one).sign(Act.RUN, id, hash))
                    .build());
    Ceremony last = Ceremony.getDefaultInstance();
    while (answers.hasNext()) {
      RunCeremonyResponse answer = answers.next();
      if (answer.hasCeremony()) {
        last = answer.getCeremony();
      }
    }
    return last;
  }

  private Signing signing(Session session) {
    return Signing.with(session.connectFile(), clock);
  }
}
