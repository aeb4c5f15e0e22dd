package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.http.BaseUrl;
import org.kagiban.audit.http.HttpCalls;
import org.kagiban.audit.http.Proofs;
import org.kagiban.audit.http.WitnessClient;
import org.kagiban.audit.http.WitnessException;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.MemoryTiles;
import org.kagiban.audit.tree.NaiveTree;

/** {@code kagiban audit witness} as a process. */
class AuditWitnessProcessTest {
  private static final NaiveTree TREE = new NaiveTree(20);
  private static final String NAME = "auditor.example/w1";

  private final TestSigner log = TestSigner.of("example.com/log");

  @TempDir Path folder;

  private Listening witness(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("audit", "witness"));
    arguments.addAll(List.of("--dir", folder.resolve("w").toString()));
    arguments.addAll(List.of("--log", log.verifier().vkey()));
    arguments.addAll(List.of(more));
    return Listening.start(folder.resolve("errors"), arguments.toArray(String[]::new));
  }

  private static WitnessClient client(Listening witness) throws Exception {
    VerifierKey key = VerifierKey.parse(witness.line("vkey "));
    String url = witness.line("listening on ");
    return new WitnessClient(BaseUrl.parse(url), key, HttpCalls.within(Duration.ofSeconds(30)));
  }

  private SignedNote checkpoint(int size, int rootOf) {
    return SignedNote.sign(new Checkpoint(log.name(), size, TREE.root(rootOf)).text(), log);
  }

  private static Proofs proofs(int size) throws Exception {
    return Proofs.of(MemoryTiles.of(size));
  }

  private String errors() throws Exception {
    return Files.readString(folder.resolve("errors"));
  }

  @Test
  void witness_stoppedAndStartedAgain_keepsItsKeyAndItsMemory() throws Exception {
    VerifierKey key;
    try (Listening witness = witness("--name", NAME)) {
      WitnessClient client = client(witness);
      key = client.key();
      assertThat(key.name()).isEqualTo(NAME);
      client.cosign(checkpoint(7, 7), proofs(7));
      assertThat(witness.line()).endsWith(" cosigned example.com/log size 7");
      assertThat(witness.stop()).as(errors()).isZero();
    }
    Path secret = folder.resolve("w/witness.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("w/vkey")).hasContent(key.vkey());
    try (Listening again = witness()) {
      WitnessClient client = client(again);
      assertThat(client.key()).isEqualTo(key);
      // The log's key signs another tree of size 7; the witness keeps both notes.
      assertThatThrownBy(() -> client.cosign(checkpoint(7, 6), (old, to) -> List.of()))
          .isInstanceOf(WitnessException.class);
      assertThat(again.line()).contains(" FORKED example.com/log size 7");
      client.cosign(checkpoint(9, 9), proofs(9));
      assertThat(again.line("")).contains("size");
      assertThat(again.stop()).as(errors()).isZero();
    }
    try (var files = Files.walk(folder.resolve("w/forks"))) {
      assertThat(files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("known", "refused");
    }
  }

  @Test
  void witness_twoAtOnce_theSecondIsRefused() throws Exception {
    try (Listening first = witness("--name", NAME)) {
      first.line("listening on ");
      try (Listening second = witness()) {
        assertThat(second.exit()).isEqualTo(2);
        assertThat(errors()).contains("in use by another witness");
      }
      assertThat(first.stop()).isZero();
    }
  }

  @Test
  void witness_withoutOrWithAnotherName_isRefused() throws Exception {
    try (Listening nameless = witness()) {
      assertThat(nameless.exit()).isEqualTo(2);
      assertThat(errors()).contains("--name is missing");
    }
    try (Listening first = witness("--name", NAME)) {
      first.line("listening on ");
      assertThat(first.stop()).isZero();
    }
    try (Listening renamed = witness("--name", "another")) {
      assertThat(renamed.exit()).isEqualTo(2);
      assertThat(errors()).contains("this witness is " + NAME);
    }
  }
}
