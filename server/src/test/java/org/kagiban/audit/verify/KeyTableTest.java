package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.tree.TreeHasher;

class KeyTableTest {
  private static final int KEYS = 50_000;

  private static int find(KeyTable table, int number) {
    byte[] name = ("__VSST" + number).getBytes(StandardCharsets.US_ASCII);
    return table.find(name, 2, name.length - 2);
  }

  @Test
  void find_remembersEachKeyWhileTheTableGrows() {
    KeyTable table = new KeyTable();
    TreeHasher hasher = new TreeHasher();
    for (int i = 0; i < KEYS; i++) {
      int key = find(table, i);
      assertThat(key).isEqualTo(i);
      assertThat(table.sequence(key)).isZero();
      table.advance(key, i + 1, hasher.leaf(new byte[] {(byte) i, (byte) (i >> 8)}).bytes(), 0);
      table.state(key, -i);
    }
    for (int i = 0; i < KEYS; i++) {
      int key = find(table, i);
      assertThat(key).isEqualTo(i);
      assertThat(table.sequence(key)).isEqualTo(i + 1);
      assertThat(table.state(key)).isEqualTo(-i);
      byte[] head = hasher.leaf(new byte[] {(byte) i, (byte) (i >> 8)}).bytes();
      assertThat(table.isHead(key, head, 0)).isTrue();
      head[i % 32] ^= 1;
      assertThat(table.isHead(key, head, 0)).isFalse();
    }
    assertThat(table.count()).isEqualTo(KEYS);
  }
}
