package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.TileArchive;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.witness.LocalSigner;

/** The thread beside the server that moves old events away. */
class LogArchivingTest {
  private static final int FOLDER = 256_000;
  private static final int SIZE = FOLDER + 300;

  @TempDir private Path folder;

  private final LocalSigner key = LocalSigner.generate("log.example");
  private TileFiles log = TileFiles.quick(Path.of(""));
  private TileFiles cold = TileFiles.quick(Path.of(""));
  private String note = "";

  @BeforeEach
  void fill() throws IOException {
    log = TileFiles.quick(folder.resolve("audit"));
    cold = TileFiles.quick(folder.resolve("archive"));
    TileWriter writer = new TileWriter(log);
    for (int i = 0; i < SIZE; i++) {
      writer.append(entry(i));
    }
    note = new Checkpoint("log.example", SIZE, writer.publish()).text();
  }

  private static byte[] entry(int i) {
    return ("event " + i).getBytes(StandardCharsets.UTF_8);
  }

  private SignedNote signed() {
    return SignedNote.sign(note, key);
  }

  private Path bundle(String place, String name) {
    return folder.resolve(place).resolve("tile/entries").resolve(name);
  }

  private long bundles(String place) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(place).resolve("tile/entries"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void oldEvents_moveByThemselves_andEveryProofStillHolds() throws Exception {
    TileArchive archive = new TileArchive(log, cold);
    LogArchiving archiving = new LogArchiving(archive, 0, this::signed);
    try {
      // They go in their order, the last one last.
      await().until(() -> !Files.exists(bundle("audit", "999")));
    } finally {
      archiving.close();
    }
    assertThat(bundles("archive")).isEqualTo(FOLDER / 256);
    assertThat(bundles("audit")).isEqualTo(2);
    TrustedKeys keys = TrustedKeys.of(VerifierKey.of(key.name(), KeyType.ED25519, key.publicKey()));
    LogReader reader = LogReader.open(archive.both(), keys.open(signed().encode()));
    for (int i : new int[] {0, 99_999, FOLDER - 1, FOLDER, SIZE - 1}) {
      assertThat(reader.prove(i).verify(keys, entry(i)).checkpoint().size()).isEqualTo(SIZE);
    }
  }
}
