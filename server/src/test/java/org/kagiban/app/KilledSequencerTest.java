package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tree.ConsistencyProof;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.verify.LogVerifier;

/**
 * kill -9, of a process of its own, at points between event, sequencing, tile and checkpoint.
 * {@code -Dkagiban.test.kills=36} kills at every one of them; what is in memory is cut off at every
 * point each time, in CutOffSequencerTest.
 */
class KilledSequencerTest {
  /** An opening, the first step and the second one. */
  private static final int POINTS = 36;

  private static final int KILLS = Math.min(POINTS, Integer.getInteger("kagiban.test.kills", 7));

  private static final int SIGKILL = 128 + 9;

  @TempDir private Path folder;

  private final TestSigner signer = TestSigner.of("log.example");
  private final List<String> answered = new ArrayList<>();
  private final Map<Long, Hash> signed = new HashMap<>();
  private final Set<String> struck = new TreeSet<>();

  /** One database and one folder: each process takes up what the one before left. */
  @Test
  void killedAtEachPoint_losesAndDoublesNothing_andSignsNoSizeTwice() throws Exception {
    for (int i = 1; i <= KILLS; i++) {
      int point = i * POINTS / KILLS;
      assertThat(run(point)).as("point %d", point).isEqualTo(SIGKILL);
    }
    assertThat(run(0)).isZero();
    System.out.printf("killed %d times: %s%n", KILLS, struck);
    if (KILLS == POINTS) {
      assertThat(struck)
          .contains("before event", "after event", "before read", "after read")
          .contains("before write", "after write", "before sign", "after sign")
          .contains("before writeCheckpoint", "after writeCheckpoint");
    }
    requireWhole();
  }

  private int run(int point) throws Exception {
    Process process =
        new ProcessBuilder(
                JavaCommand.of(
                    CutOffLog.class, folder.toString(), signer.hex(), Integer.toString(point)))
            .redirectError(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "errors")))
            .start();
    for (String line :
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList()) {
      take(line.split(" ", 2)[0], line.substring(line.indexOf(' ') + 1));
    }
    return process.waitFor();
  }

  private void take(String what, String value) throws Exception {
    switch (what) {
      case "event" -> answered.add(value);
      case "killed" -> struck.add(value);
      case "signed" -> {
        byte[] text = Base64.getDecoder().decode(value);
        Checkpoint one = Checkpoint.parse(new String(text, StandardCharsets.UTF_8));
        Hash before = signed.putIfAbsent(one.size(), one.root());
        assertThat(before == null || before.equals(one.root())).as("size %d", one.size()).isTrue();
      }
      default -> throw new AssertionError(what + " " + value);
    }
  }

  private void requireWhole() throws Exception {
    TileFiles files = TileFiles.durable(folder.resolve("audit"));
    var newest = TrustedKeys.of(signer.verifier()).open(Objects.requireNonNull(files.checkpoint()));
    assertThat(new LogVerifier(files, newest).verify(read -> {}).findings()).isEmpty();
    LogReader log = LogReader.open(files, newest);
    Set<String> ids = new HashSet<>();
    for (long i = 0; i < log.size(); i++) {
      assertThat(ids.add(log.event(i).id().toString())).as("event %d stands once", i).isTrue();
    }
    assertThat(answered).hasSizeGreaterThan(KILLS).isSubsetOf(ids);
    for (Map.Entry<Long, Hash> one : signed.entrySet()) {
      assertThat(
              ConsistencyProof.holds(
                  one.getKey(),
                  one.getValue(),
                  log.size(),
                  newest.checkpoint().root(),
                  log.consistency(one.getKey())))
          .as("size %d", one.getKey())
          .isTrue();
    }
  }
}
