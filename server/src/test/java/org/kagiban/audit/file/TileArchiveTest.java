package org.kagiban.audit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.log.LogStore;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.BadTileException;
import org.kagiban.audit.tile.TileWriter;

/** Two folders of 1000 bundles, and some events more. */
class TileArchiveTest {
  private static final int FOLDER = 256_000;
  private static final int SIZE = 2 * FOLDER + 300;

  @TempDir Path folder;

  private final TestSigner signer = TestSigner.of("log.example");
  private final TrustedKeys keys = TrustedKeys.of(signer.verifier());
  private SignedCheckpoint signed;

  @BeforeEach
  void fill() throws IOException, NoteException {
    TileFiles files = TileFiles.quick(hot());
    TileWriter writer = new TileWriter(files);
    for (int i = 0; i < SIZE; i++) {
      writer.append(entry(i));
    }
    Checkpoint checkpoint = new Checkpoint(signer.name(), SIZE, writer.publish());
    signed = keys.open(SignedNote.sign(checkpoint.text(), signer).encode());
  }

  private static byte[] entry(int i) {
    return ("entry " + i).getBytes(StandardCharsets.UTF_8);
  }

  private Path hot() {
    return folder.resolve("log");
  }

  private Path cold() {
    return folder.resolve("archive");
  }

  private TileArchive archive() {
    return new TileArchive(TileFiles.quick(hot()), TileFiles.quick(cold()));
  }

  private static long bundles(Path root) throws IOException {
    Path entries = root.resolve("tile/entries");
    if (!Files.exists(entries)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(entries)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private void requireProofs(LogStore store) throws IOException, NoteException {
    LogReader log = LogReader.open(store, signed);
    for (int i : new int[] {0, 255, 99_999, FOLDER - 1, FOLDER, 2 * FOLDER - 1, SIZE - 1}) {
      assertThat(log.prove(i).verify(keys, entry(i)).checkpoint().size()).isEqualTo(SIZE);
    }
  }

  @Test
  void moveNext_takesWholeOldFolders_andProofsGoOn() throws Exception {
    TileArchive archive = archive();
    requireProofs(archive.both());
    assertThat(archive.moveNext(signed.checkpoint(), FOLDER + 301)).isFalse();
    assertThat(archive.moveNext(signed.checkpoint(), FOLDER + 300)).isTrue();
    assertThat(archive.moveNext(signed.checkpoint(), FOLDER + 300)).isFalse();
    assertThat(bundles(cold())).isEqualTo(1000);
    assertThat(bundles(hot())).isEqualTo(1002);
    requireProofs(archive.both());
    TileArchive restarted = archive();
    assertThat(restarted.moveNext(signed.checkpoint(), 0)).isTrue();
    assertThat(restarted.moveNext(signed.checkpoint(), 0)).isFalse();
    assertThat(bundles(cold())).isEqualTo(2000);
    assertThat(bundles(hot())).isEqualTo(2);
    requireProofs(restarted.both());
  }

  @Test
  void moveNext_everyReadMeanwhile_isAnswered() throws Exception {
    TileArchive archive = archive();
    LogReader log = LogReader.open(archive.both(), signed);
    int read = 0;
    var moving = new Thread(() -> move(archive));
    moving.start();
    do {
      // Bundles are cached: another one each time.
      int i = read * 256 * 37 % (2 * FOLDER);
      assertThat(log.entry(i)).isEqualTo(entry(i));
      read++;
    } while (moving.isAlive());
    moving.join();
    assertThat(bundles(hot())).isEqualTo(2);
    assertThat(read).isGreaterThan(10);
  }

  private void move(TileArchive archive) {
    try {
      while (archive.moveNext(signed.checkpoint(), 0)) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void moveNext_cutOffWhileCopyingOrDeleting_isFinishedByTheNext() throws Exception {
    // As a kill leaves it: some copied, of which some are gone from the log's folder.
    for (int i = 0; i < 700; i++) {
      String name = "tile/entries/%03d".formatted(i);
      Files.createDirectories(cold().resolve(name).getParent());
      Files.copy(hot().resolve(name), cold().resolve(name));
      if (i < 300) {
        Files.delete(hot().resolve(name));
      }
    }
    requireProofs(archive().both());
    assertThat(archive().moveNext(signed.checkpoint(), FOLDER)).isTrue();
    assertThat(bundles(cold())).isEqualTo(1000);
    assertThat(bundles(hot())).isEqualTo(1002);
    requireProofs(archive().both());
  }

  @Test
  void moveNext_copyThatIsNotOfTheTree_deletesNothing() throws Exception {
    Path bundle = hot().resolve("tile/entries/500");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length - 1] ^= 1;
    Files.write(bundle, bytes);
    assertThatThrownBy(() -> archive().moveNext(signed.checkpoint(), 0))
        .isInstanceOf(BadTileException.class)
        .hasMessageContaining("tile/entries/500");
    assertThat(bundles(hot())).isEqualTo(2002);
  }

  @Test
  void moveNext_archiveHoldsOtherBytes_isRefused() throws Exception {
    Path other = cold().resolve("tile/entries/007");
    Files.createDirectories(Objects.requireNonNull(other.getParent()));
    Files.write(other, new byte[] {1});
    assertThatThrownBy(() -> archive().moveNext(signed.checkpoint(), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tile/entries/007");
    assertThat(bundles(hot())).isEqualTo(2002);
  }
}
