package org.kagiban.app.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.audit.tree.ConsistencyProof;

/** One measurement of what auditors do, over a log that is made for it. */
final class AuditBench {
  private static final long TENTHS = 10;

  private final AuditBenchOptions options;
  private final Path folder;
  private final Consumer<String> progress;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final SplittableRandom random = new SplittableRandom(20261123);

  /**
   * @param folder empty, on the disk that is to be measured
   * @param progress hears of each phase as it begins
   */
  AuditBench(AuditBenchOptions options, Path folder, Consumer<String> progress) {
    this.options = options;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * @throws BenchException where the log that was made does not verify
   */
  AuditBenchResult run() throws IOException {
    double load = load();
    SyntheticLog log = write();
    TrustedKeys keys = TrustedKeys.of(VerifierKey.parse(log.vkey()));
    Written written = new Written(log.perSecond(), log.bytes(), log.earlier());
    // From here on nothing refers to what made the log: its memory is not the verifier's.
    return read(keys, written, load);
  }

  private record Written(double perSecond, long bytes, List<Checkpoint> earlier) {}

  private SyntheticLog write() throws IOException {
    progress.accept("writing a log of %,d events".formatted(options.events()));
    SyntheticLog log = new SyntheticLog(folder, options.tokens());
    long[] told = {0};
    log.write(
        options.events(),
        done -> {
          long tenth = TENTHS * done / options.events();
          if (tenth > told[0]) {
            told[0] = tenth;
            progress.accept("  %d %%".formatted(tenth * TENTHS));
          }
        });
    return log;
  }

  private AuditBenchResult read(TrustedKeys keys, Written written, double load) throws IOException {
    progress.accept("verifying all of it");
    VerifyRun verified = VerifyRun.of(TileFiles.quick(folder), open(keys));
    progress.accept("proofs of single events, by index");
    Spread byIndex = timed(() -> prove(keys, random.nextLong(options.events()), false));
    progress.accept("proofs of single events, by event id");
    Spread byId = timed(() -> prove(keys, random.nextLong(options.events()), true));
    progress.accept("earlier checkpoints against the newest");
    Spread consistency =
        timed(() -> compare(keys, written.earlier.get(random.nextInt(written.earlier.size()))));
    return new AuditBenchResult(
        options,
        written.perSecond,
        written.bytes,
        verified,
        byIndex,
        byId,
        consistency,
        load,
        load());
  }

  /** One time of what is measured. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private Spread timed(Step step) throws IOException {
    // The JVM's compiler does not count, as in every other phase.
    for (int i = 0; i < options.samples() / TENTHS; i++) {
      step.run();
    }
    long[] nanos = new long[options.samples()];
    long[] cpuNanos = new long[options.samples()];
    for (int i = 0; i < nanos.length; i++) {
      long cpu = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      step.run();
      nanos[i] = System.nanoTime() - start;
      cpuNanos[i] = threads.getCurrentThreadCpuTime() - cpu;
    }
    return Spread.of(nanos, cpuNanos);
  }

  /** As a command does it that was just started: checkpoint, signature, reader, proof. */
  private void prove(TrustedKeys keys, long index, boolean byId) throws IOException {
    LogReader reader = LogReader.open(TileFiles.quick(folder), open(keys));
    long place = byId ? reader.locate(SyntheticEvents.id(index)).orElse(-1) : index;
    if (place != index) {
      throw new BenchException("event " + index + " was found at " + place);
    }
    TlogProof proof = reader.prove(index);
    if (proof.encode().length == 0) {
      throw new BenchException("an empty proof");
    }
  }

  private void compare(TrustedKeys keys, Checkpoint old) throws IOException {
    LogReader reader = LogReader.open(TileFiles.quick(folder), open(keys));
    Checkpoint newest = reader.checkpoint().checkpoint();
    boolean holds =
        ConsistencyProof.holds(
            old.size(), old.root(), newest.size(), newest.root(), reader.consistency(old.size()));
    if (!holds) {
      throw new BenchException("the log does not begin with its checkpoint of " + old.size());
    }
  }

  private SignedCheckpoint open(TrustedKeys keys) throws IOException {
    byte[] note = TileFiles.quick(folder).checkpoint();
    try {
      return keys.open(note == null ? new byte[0] : note);
    } catch (NoteException e) {
      throw new BenchException("the checkpoint does not verify", e);
    }
  }

  /** Processes that want to run, on average over the last minute; below 0 where nobody knows. */
  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
