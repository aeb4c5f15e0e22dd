package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.GoCheck;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.InclusionProof;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/** What a real server wrote after real calls, read by Go. */
class GoServerLogTest {
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 6, 0);

  @TempDir private Path folder;

  @Test
  void go_readsTheServersFolder_afterCallsAKillAndARestart() throws Exception {
    GoCheck go = GoCheck.build(folder);
    KnownToken token = KnownToken.random("HOTP00000001", HOTP);
    try (LiveServer server = LiveServer.start(folder)) {
      SignedFolder signed = SignedFolder.of(server);
      new VendorFile().add(token).load(server, "tokens.xml");
      Session session = server.connect(DevCaller.INTERNET_BANKING);
      Calls.enroll(session, "1", token.id(), token.code(0));
      accepted(session, token.code(1));
      await().until(() -> Files.exists(signed.checkpoint()));
      Checkpoint earlier = signed.open().checkpoint().checkpoint();
      server.kill();
      server.restart();
      accepted(server.connect(DevCaller.INTERNET_BANKING), token.code(2));
      assertThat(server.stop()).isZero();
      String proofs = proofs(signed, earlier);
      assertThat(go.check(signed.folder(), proofs))
          .isEqualTo("size " + signed.open().size() + ", " + proofs.lines().count() + " proofs\n");
    }
  }

  private static void accepted(Session session, String code) {
    assertThat(Calls.verify(session, "1", code).getVerdict()).isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  /** Every event's, that the log before the kill is the beginning, and one in a file. */
  private String proofs(SignedFolder signed, Checkpoint earlier) throws Exception {
    LogReader log = signed.open();
    Checkpoint newest = log.checkpoint().checkpoint();
    assertThat(newest.size()).isGreaterThan(earlier.size());
    TileReader nodes =
        TileReader.open(TileFiles.quick(signed.folder()), newest.size(), newest.root());
    StringBuilder lines = new StringBuilder();
    for (long i = 0; i < newest.size(); i++) {
      lines.append("record ").append(i);
      append(lines, InclusionProof.make(nodes, i, newest.size()));
    }
    lines.append("tree ").append(earlier.size()).append(' ').append(earlier.root().base64());
    append(lines, ConsistencyProof.make(nodes, earlier.size(), newest.size()));
    Path file = folder.resolve("one" + TlogProof.EXTENSION);
    Files.write(file, log.prove(newest.size() / 2).encode());
    return lines.append("file ").append(file).append('\n').toString();
  }

  private static void append(StringBuilder lines, List<Hash> hashes) {
    hashes.forEach(hash -> lines.append(' ').append(hash.base64()));
    lines.append('\n');
  }
}
