package org.kagiban.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.verify.EventFilter;
import org.kagiban.cli.SampleLog;

/** How far a search looks in a log of four bundles, the last of them not full. */
final class FinderTest {
  private static final String EVERYWHERE = "VSST12345678";
  private static final EventFilter NONE = EventFilter.all().token("VSST00000000");

  @TempDir private Path folder;

  private LogReader log() throws Exception {
    TestSigner signer = TestSigner.of(SampleLog.ORIGIN);
    SampleLog sample = SampleLog.ofTwoTokens(folder, signer);
    for (int i = 0; i < 600; i++) {
      sample.use(EVERYWHERE, "ACCEPTED", "more-" + i);
    }
    sample.publish();
    TileFiles files = TileFiles.quick(folder);
    return LogReader.open(
        files, TrustedKeys.of(signer.verifier()).open(requireNonNull(files.checkpoint())));
  }

  @Test
  void find_inWhatIsNotIndexed_readsSoMuchAndSaysFromWhereToGoOn() throws Exception {
    LogReader log = log();
    assertThat(search(new Finder(log, new LogIndex(), 2), log).next()).isEqualTo(2 * 256);
    assertThat(search(new Finder(log, new LogIndex()), log).next()).isZero();
  }

  @Test
  void find_inWhatIsIndexed_looksToTheEnd() throws Exception {
    LogReader log = log();
    LogIndex index = new LogIndex();
    index.fill(log, (step, done, total) -> {});
    Finder finder = new Finder(log, index, 2);
    EventFilter filter = EventFilter.all().token(EVERYWHERE);
    assertThat(finder.find(filter, any -> false, log.size(), 50).next()).isZero();
  }

  private static Finder.Result search(Finder finder, LogReader log) {
    return finder.find(NONE, any -> true, log.size(), 50);
  }
}
