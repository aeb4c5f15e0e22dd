package org.kagiban.cli;

import java.util.stream.Collectors;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;

/** Tells whoever gets a copy of the log what it is and how to check it. */
final class AuditExportReadme {
  private AuditExportReadme() {}

  static String of(TrustedKeys keys, SignedCheckpoint signed) {
    Checkpoint checkpoint = signed.checkpoint();
    String vkeys =
        keys.logKeys().stream().map(VerifierKey::vkey).sorted().collect(Collectors.joining("\n  "));
    return """
        A copy of the audit log of a Kagiban server.

          log     %s
          events  %d, places 0 to %d
          key     %s

        Nobody has to be believed for it, neither the server nor whoever gave it to you: with
        the log's public key, which you should have from the key ceremony's transcript and not
        from here, you can check that every event is what the log signed, in its place, and that
        no other copy can differ from it without proof that the log signed two stories.

        What is here

          checkpoint         origin, number of events, root of the tree; signed (c2sp.org/signed-note,
                             c2sp.org/tlog-checkpoint)
          cosigned           where there is one: the newest checkpoint that witnesses signed too
          checkpoints/<N>    every checkpoint that this copy ever saw, of N events
          tile/<L>/...       the tree's hashes, 256 to a file (c2sp.org/tlog-tiles)
          tile/entries/...   the events, 256 to a file, each two bytes of length (big-endian), then
                             the event
          proofs/<id>.tlog-proof  proofs of single events (c2sp.org/tlog-proof), where asked for
          evidence/          only where the server once showed a past that does not fit this copy
          vkey               the log's public key, as this copy was checked with it

        How to check it with Kagiban, without any server

          kagiban audit verify DIR --vkey KEY      everything: tree, chains of keys, their lives
          kagiban audit search DIR --key LABEL     what happened to one key
          kagiban audit prove DIR --event ID       a proof of one event, for somebody else
          kagiban audit check FILE --vkey KEY      checks such a proof

        How to check it without Kagiban

          Any tool for the C2SP formats reads this folder: serve it over HTTP or open the files.
          Hashes are those of RFC 6962: leaf SHA-256(00 event), node SHA-256(01 left right).
          An event is: 2 bytes schema (1), 2 bytes kind, 16 bytes id (UUID version 7), 8 bytes time
          (microseconds since 1970), then fields: 1 byte number, 2 bytes length, the value. All
          integers are big-endian. Kagiban's server/src/main/java/org/kagiban/audit/README.md has
          the numbers of kinds and fields.
        """
        .formatted(checkpoint.origin(), checkpoint.size(), checkpoint.size() - 1, vkeys);
  }
}
