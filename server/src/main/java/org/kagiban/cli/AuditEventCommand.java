package org.kagiban.cli;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import org.kagiban.v1.GetCheckpointRequest;
import org.kagiban.v1.GetEventRequest;
import org.kagiban.v1.GetEventResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kagiban audit event}. */
@Command(
    name = "event",
    description = {
      "Ask the server for one event of its log, check the proof and show it.",
      "Every answer of the server has an event id; channels and help desks get the events of their"
          + " own institutions. The reading is an event itself."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:the log has it, and the proof holds",
      "1:the proof does not hold",
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      Exit.REFUSED_LINE
    },
    mixinStandardHelpOptions = true)
final class AuditEventCommand extends ClientCommand {
  private static final int MOST_BYTES = 1 << 20;

  @Parameters(paramLabel = "ID", description = "The event's id, or its place in the log.")
  private String which = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write the proof (c2sp.org/tlog-proof) here; not an existing file.")
  private @Nullable Path file;

  @Mixin private AuditTrust trust = new AuditTrust();
  @Mixin private AuditTimes times = new AuditTimes();

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  void check() {
    times.zone();
  }

  @Override
  int run(Session session, Output output) {
    AuditServiceBlockingStub audit = session.audit();
    GetEventResponse response = audit.withMaxInboundMessageSize(MOST_BYTES).getEvent(request());
    byte[] entry = response.getEntry().toByteArray();
    verify(session, response, entry);
    AuditEvent event = decode(entry);
    if (file != null) {
      NewFiles.write(file, response.getProof().toByteArray(), NewFiles.PUBLIC);
    }
    output.line(
        output.json()
            ? AuditJson.of(AuditEventText.json(response.getIndex(), event))
            : AuditEventText.full(response.getIndex(), event, times));
    return Exit.OK;
  }

  private GetEventRequest request() {
    GetEventRequest.Builder request = GetEventRequest.newBuilder();
    return (which.matches("[0-9]{1,18}")
            ? request.setIndex(Long.parseLong(which))
            : request.setEventId(which))
        .build();
  }

  private void verify(Session session, GetEventResponse response, byte[] entry) {
    try {
      TlogProof proof = TlogProof.parse(response.getProof().toByteArray());
      if (proof.index() != response.getIndex()) {
        throw NoteException.malformed("the proof is of another place");
      }
      var unused =
          proof.verify(
              trust.given() ? trust.required() : trust.with(Set.of(serversKey(session))), entry);
    } catch (NoteException e) {
      throw new CliException(Exit.FINDINGS, "the proof does NOT hold: " + AuditFaults.why(e), e);
    }
  }

  private VerifierKey serversKey(Session session) throws NoteException {
    String text =
        session.audit().getCheckpoint(GetCheckpointRequest.getDefaultInstance()).getVerifierKey();
    spec.commandLine()
        .getErr()
        .println(
            "note: no --vkey was given, so the proof is checked with the key that the server names");
    try {
      return VerifierKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw NoteException.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static AuditEvent decode(byte[] entry) {
    try {
      return EventEncoding.decode(entry);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.REFUSED,
          "the entry is no event that this version knows: "
              + AuditEventText.safe(String.valueOf(e.getMessage())),
          e);
    }
  }
}
