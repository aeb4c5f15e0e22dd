package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChunkInputTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final ChunkInput input = new ChunkInput(asked::incrementAndGet, 60_000);

  @Test
  void read_chunksInOrder_asksForOneMoreForEachUsed() throws IOException {
    input.put(ByteString.copyFromUtf8("ab"));
    input.put(ByteString.EMPTY);
    input.put(ByteString.copyFromUtf8("cde"));
    input.end();
    assertThat(asked.get()).isZero();
    assertThat(input.read()).isEqualTo('a');
    assertThat(asked.get()).isEqualTo(1);
    assertThat(new String(input.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("bcde");
    assertThat(asked.get()).isEqualTo(3);
    assertThat(input.bytes()).isEqualTo(5);
    assertThat(input.read()).isEqualTo(-1);
    assertThat(input.fault()).isNull();
  }

  @Test
  void fail_whileChunksWait_endsReadingAtOnceWithTheFirstCause() {
    input.put(ByteString.copyFromUtf8("ab"));
    IllegalStateException first = new IllegalStateException("first");
    input.fail(first);
    input.fail(new IllegalStateException("second"));
    assertThatThrownBy(input::read).isInstanceOf(IOException.class).hasCause(first);
    assertThat(input.fault()).isSameAs(first);
  }

  @Test
  void read_nothingComes_givesUp() {
    ChunkInput impatient = new ChunkInput(asked::incrementAndGet, 1);
    assertThatThrownBy(impatient::read).isInstanceOf(IOException.class);
    assertThat(impatient.fault()).hasMessageContaining("LOAD_STALLED");
  }
}
