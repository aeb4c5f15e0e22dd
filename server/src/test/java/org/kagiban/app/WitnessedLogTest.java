package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;

/** A server and an auditor's witness, each a process of its own. */
class WitnessedLogTest {
  @TempDir private Path folder;

  @Test
  void serverWithAWitness_keepsACosignedCheckpoint_andTheFolderVerifiesWithItsQuorum()
      throws Exception {
    try (LiveServer server = LiveServer.start(Files.createDirectory(folder.resolve("server")))) {
      SignedFolder signed = SignedFolder.of(server);
      Path log = server.folder().resolve("audit");
      await().until(() -> Files.exists(log.resolve("vkey")));
      String vkey = Files.readString(log.resolve("vkey")).strip();
      assertThat(server.stop()).isZero();
      try (Listening witness = witness(vkey)) {
        VerifierKey key = VerifierKey.parse(witness.line("vkey "));
        String url = witness.line("listening on ");
        Files.writeString(
            server.config(),
            "audit:\n  witnesses:\n    - url: %s\n      key: %s\n".formatted(url, key.vkey()),
            StandardOpenOption.APPEND);
        server.restart();
        await().until(() -> Files.exists(log.resolve("cosigned")));
        TrustedKeys trusted = signed.keys().withWitnesses(Set.of(key), 1);
        await().until(() -> cosigned(log, trusted).checkpoint().size() == signed.open().size());
        assertThat(cosigned(log, trusted).witnesses()).containsExactly(key);
        assertThat(server.stop()).isZero();
        assertThat(witness.stop()).isZero();
        assertThat(
                server.command(
                    "audit",
                    "verify",
                    log.toString(),
                    "--vkey",
                    vkey,
                    "--witness",
                    key.vkey(),
                    "--quorum",
                    "1"))
            .contains("nothing was found");
      }
    }
  }

  private static SignedCheckpoint cosigned(Path log, TrustedKeys trusted) throws Exception {
    return trusted.open(Files.readAllBytes(log.resolve("cosigned")));
  }

  private Listening witness(String vkey) throws Exception {
    return Listening.start(
        folder.resolve("errors"),
        "audit",
        "witness",
        "--dir",
        folder.resolve("w").toString(),
        "--log",
        vkey,
        "--name",
        "auditor.example/w1");
  }
}
