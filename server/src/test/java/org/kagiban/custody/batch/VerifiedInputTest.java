package org.kagiban.custody.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerifiedInputTest {
  private static final int SIZE = 3_000_000;

  private final byte[] approved = random();

  private static byte[] random() {
    byte[] bytes = new byte[SIZE];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  @Test
  void read_fileThatStaysTheSame_givesItWhole() throws Exception {
    try (VerifiedInput in = open(approved, approved)) {
      assertThat(in.readAllBytes()).isEqualTo(approved);
    }
  }

  @Test
  void open_anotherFile_isRefused() {
    byte[] other = approved.clone();
    other[SIZE - 1] ^= 1;
    assertThatThrownBy(() -> open(other, other)).isInstanceOf(VerifiedInput.ChangedException.class);
  }

  @Test
  void read_changedAfterTheCheck_givesNoByteOfTheChange() throws Exception {
    byte[] changed = approved.clone();
    changed[1_500_000] ^= 1;
    for (byte[] later :
        List.of(changed, Arrays.copyOf(approved, SIZE + 1), Arrays.copyOf(approved, SIZE - 1))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (VerifiedInput in = open(approved, later)) {
        assertThatThrownBy(() -> in.transferTo(out))
            .isInstanceOf(VerifiedInput.ChangedException.class);
      }
      assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(approved, out.size()));
    }
  }

  /** Of a spool whose file is one at the first look and another at the second. */
  private VerifiedInput open(byte[] first, byte[] second) throws IOException {
    Queue<byte[]> looks = new ArrayDeque<>(List.of(first, second));
    Spool spool =
        new Spool() {
          @Override
          public Incoming receive() {
            throw new UnsupportedOperationException();
          }

          @Override
          public InputStream open(String sha256) {
            return new ByteArrayInputStream(looks.remove());
          }

          @Override
          public void delete(String sha256) {}

          @Override
          public List<Entry> list() {
            return List.of();
          }
        };
    try {
      return VerifiedInput.open(spool, VendorTokens.sha256(approved));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
