package org.kagiban.custody.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.custody.LoadListener;
import org.kagiban.custody.Patience;
import org.kagiban.custody.pskc.SealedReader;
import org.kagiban.verification.OverloadedException;
import org.kagiban.verification.UnavailableException;

/** How chunks overlap; HSM and store are what the test says. */
class PipelineTest {
  /** Four chunks. */
  private static final int MANY = 3 * ChunkReader.MOST + 1;

  @TempDir private Path folder;

  private final List<Long> heard = new ArrayList<>();
  private final Progress progress =
      new Progress(
          new LoadListener() {
            @Override
            public void refused(long record, String tokenId, String reason, String message) {}

            @Override
            public void progress(long records) {
              heard.add(records);
            }
          });

  private Pipeline pipeline(ChunkWork work) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(3072);
    byte[] file =
        VendorTokens.range(0, MANY)
            .seal(generator.generateKeyPair().getPublic().getEncoded(), folder.resolve("f.xml"));
    SealedReader reader = new SealedReader(new ByteArrayInputStream(file));
    ChunkReader chunks = new ChunkReader(reader, progress::refused);
    return new Pipeline(chunks, work, progress, new Patience(wait -> {}));
  }

  private static ChunkResult good(int count) {
    return new ChunkResult(count, 0, List.of());
  }

  @Test
  void run_firstChunkStillUnderWay_nextOnesBeginAndResultsComeInOrder() throws Exception {
    List<CompletableFuture<ChunkResult>> begun = new ArrayList<>();
    pipeline(
            chunk -> {
              CompletableFuture<ChunkResult> result = new CompletableFuture<>();
              begun.add(result);
              if (begun.size() == 3) {
                // The later ones are quicker; nothing is heard of them before the first.
                begun.get(2).complete(good(250));
                begun.get(1).complete(good(250));
                assertThat(heard).isEmpty();
                begun.get(0).complete(good(250));
              }
              if (begun.size() == 4) {
                result.complete(good(1));
              }
              return result;
            })
        .run();
    assertThat(heard).containsExactly(250L, 500L, 750L, 751L);
  }

  @Test
  void run_queueFull_chunkIsDoneAgain() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    pipeline(
            chunk -> {
              sizes.add(chunk.size());
              return sizes.size() == 2
                  ? CompletableFuture.failedFuture(new OverloadedException("HSM"))
                  : CompletableFuture.completedFuture(good(chunk.size()));
            })
        .run();
    assertThat(progress.good()).isEqualTo(MANY);
    assertThat(sizes).hasSize(5);
  }

  @Test
  void run_oneChunkFails_endsWhenTheOthersUnderWayHaveAndCountsThem() throws Exception {
    List<Integer> begun = new ArrayList<>();
    UnavailableException lost =
        new UnavailableException(UnavailableException.Part.HSM_UNAVAILABLE, "lost");
    Pipeline pipeline =
        pipeline(
            chunk -> {
              begun.add(chunk.size());
              return begun.size() == 1
                  ? CompletableFuture.failedFuture(lost)
                  : CompletableFuture.completedFuture(good(chunk.size()));
            });
    assertThatThrownBy(pipeline::run).isSameAs(lost);
    assertThat(begun).hasSize(3);
    assertThat(progress.good()).isEqualTo(500);
    assertThat(heard).isEmpty();
  }
}
