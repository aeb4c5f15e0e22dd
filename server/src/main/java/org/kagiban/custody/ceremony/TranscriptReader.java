package org.kagiban.custody.ceremony;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

/** Reads back what {@link Transcript} wrote, as far as it can be checked. */
final class TranscriptReader {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final CeremonyId NONE = CeremonyId.parse("00000000-0000-0000-0000-000000000000");

  private TranscriptReader() {}

  /**
   * A transcript's claims.
   *
   * @param reported what FINISH was signed about; null where the server performed it
   */
  record Claims(
      CeremonyId id,
      String kind,
      String partition,
      String status,
      String fileHash,
      byte[] file,
      List<Claim> acts,
      int approvalsNeeded,
      byte @Nullable [] reported) {}

  /** One act, with the hash of its certificate as the transcript has it. */
  record Claim(Signed signed, String certificateHash, String event) {}

  /**
   * @throws ConfigException where it is not a transcript
   */
  static Claims read(String name, byte[] transcript) throws ConfigException {
    Problems problems = new Problems("check a transcript as `kagiban ceremony show` wrote it");
    Section root = YamlFile.read(name, transcript, MAX_BYTES, null, problems);
    String version = root.text("transcript", Transcript.VERSION);
    if (!version.equals(Transcript.VERSION)) {
      root.refuse("transcript", "must be " + Transcript.VERSION);
    }
    CeremonyId id = id(root);
    List<Claim> acts = new ArrayList<>();
    for (Section act : root.sections("acts")) {
      Claim claim = claim(act, id);
      if (claim != null) {
        acts.add(claim);
      }
    }
    Section outcome = root.optionalSection("outcome");
    String reported = outcome.optionalText(EndReport.REPORTED, "what was reported");
    Claims claims =
        new Claims(
            id,
            root.text("kind", "the ceremony's kind"),
            root.text("partition", "the partition's label"),
            root.text("status", "the ceremony's status"),
            root.text("file-sha256", "the file's SHA-256"),
            root.text("file", "the ceremony's file").getBytes(StandardCharsets.UTF_8),
            acts,
            outcome.number(EndReport.APPROVALS_NEEDED, 1, 1000, 1),
            reported == null ? null : reported.getBytes(StandardCharsets.UTF_8));
    problems.throwIfAny(name);
    return claims;
  }

  private static CeremonyId id(Section root) {
    try {
      return CeremonyId.parse(root.text("ceremony", "the ceremony's id"));
    } catch (IllegalArgumentException e) {
      root.refuse("ceremony", "must be a UUID");
      return NONE;
    }
  }

  private static @Nullable Claim claim(Section act, CeremonyId id) {
    try {
      byte[] certificate = Base64.getDecoder().decode(act.text("certificate", "base64"));
      // Must be one: everything later takes that for granted.
      People.certificate(certificate);
      Statement statement =
          new Statement(
              Act.valueOf(act.text("act", "what was signed")),
              id,
              HexFormat.of().parseHex(act.text("about-sha256", "64 hexadecimal digits")),
              Instant.parse(act.text("at", "a moment")),
              Instant.parse(act.text("expires", "a moment")));
      Signed signed =
          new Signed(
              statement,
              act.text("custodian", "a name"),
              act.text("person", "a name"),
              certificate,
              Base64.getDecoder().decode(act.text("signature", "base64")));
      return new Claim(
          signed, act.text("certificate-sha256", "a SHA-256"), act.text("event", "an id"));
    } catch (IllegalArgumentException | DateTimeException e) {
      act.refuse("act", "cannot be read: " + e.getMessage());
      return null;
    }
  }
}
