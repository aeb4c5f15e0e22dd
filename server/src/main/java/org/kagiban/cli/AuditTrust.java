package org.kagiban.cli;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import picocli.CommandLine.Option;

/** Whose signatures the auditor believes. */
public final class AuditTrust {
  @Option(
      names = "--vkey",
      paramLabel = "FILE|TEXT",
      description = {
        "The log's public key, <name>+<8 hex digits>+<base64>, or a file that holds it. Take it"
            + " from the key ceremony's transcript, not from the log's own folder.",
        "May be repeated where the key was replaced."
      })
  private List<String> vkeys = List.of();

  @Option(
      names = "--witness",
      paramLabel = "VKEY",
      description = "A witness's public key, or a file that holds it. May be repeated.")
  private List<String> witnesses = List.of();

  @Option(
      names = "--quorum",
      paramLabel = "N",
      description = "How many of the witnesses must have signed. Default: all that are given.")
  private @Nullable Integer quorum;

  boolean given() {
    return !vkeys.isEmpty();
  }

  /**
   * The keys that were given.
   *
   * @throws CliException (usage) where there is no --vkey
   */
  TrustedKeys required() {
    if (vkeys.isEmpty()) {
      throw CliException.usage(
          "--vkey is missing: the log's public key, from the key ceremony's transcript");
    }
    return with(AuditKeys.log("--vkey", vkeys));
  }

  /** The given witnesses' keys and a log's, which are of one name. */
  TrustedKeys with(Set<VerifierKey> log) {
    Set<VerifierKey> keys = AuditKeys.witnesses("--witness", witnesses);
    int needed = quorum == null ? keys.size() : quorum;
    if (needed < 0 || needed > keys.size()) {
      throw CliException.usage(
          "--quorum %d: there are %d witnesses given".formatted(needed, keys.size()));
    }
    return new TrustedKeys(log.iterator().next().name(), log, keys, needed);
  }

  static List<String> names(SignedCheckpoint signed) {
    return signed.witnesses().stream().map(VerifierKey::name).toList();
  }

  static String witnessLine(SignedCheckpoint signed) {
    return signed.witnesses().isEmpty()
        ? "witnesses: none asked for"
        : "witnesses: " + AuditEventText.safe(String.join(", ", names(signed)));
  }
}
