package org.kagiban.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InclusionProofTest {
  private static final NaiveTree TREE = new NaiveTree(300);

  private static boolean holds(long index, long size, List<Hash> path, int rootOf) {
    int leaf = (int) Math.floorMod(index, 300L);
    return InclusionProof.holds(index, size, TREE.leaf(leaf), path, TREE.root(rootOf));
  }

  @Test
  void holds_publishedProofs_do() {
    check(0, 1);
    check(
        0,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    check(
        5,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    check(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    check(
        1,
        5,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  private static void check(int index, int size, String... path) {
    assertThat(
            InclusionProof.holds(
                index,
                size,
                KnownAnswers.leaf(index),
                KnownAnswers.hashes(path),
                KnownAnswers.root(size)))
        .as("leaf %d of %d", index, size)
        .isTrue();
  }

  @Test
  void make_everyLeafOfEverySizeTo300_isThatOfTheDefinitionAndHolds() throws IOException {
    for (int size = 1; size <= 300; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash> path = InclusionProof.make(TREE, index, size);
        assertThat(path).isEqualTo(TREE.path(index, size));
        assertThat(holds(index, size, path, size)).as("leaf %d of %d", index, size).isTrue();
      }
    }
  }

  @Test
  void make_someLeavesOf70000_isThatOfTheDefinitionAndHolds() throws IOException {
    NaiveTree large = new NaiveTree(70_000);
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int size = 1 + random.nextInt(70_000);
      int index = random.nextInt(size);
      List<Hash> path = InclusionProof.make(large, index, size);
      assertThat(path).isEqualTo(large.path(index, size));
      assertThat(InclusionProof.holds(index, size, large.leaf(index), path, large.root(size)))
          .isTrue();
    }
  }

  /** The row that widely used verifiers miss: with sn = 0 they go on hashing. */
  @Test
  void holds_pathThatGoesOnAboveTheRoot_doesNot() {
    TreeHasher hasher = new TreeHasher();
    Hash leaf = TREE.leaf(0);
    Hash extra = TREE.leaf(1);
    List<Hash> path = List.of(extra);
    assertThat(InclusionProof.holds(0, 1, leaf, path, hasher.node(leaf, extra))).isFalse();
    assertThat(InclusionProof.holds(0, 1, leaf, path, hasher.node(extra, leaf))).isFalse();
  }

  @Test
  void holds_anotherIndex_doesNot() {
    for (int size : new int[] {1, 2, 3, 7, 8, 9, 255, 256, 257}) {
      for (int index = 0; index < size; index++) {
        List<Hash> path = TREE.path(index, size);
        for (int other = -1; other <= size + 1; other++) {
          assertThat(InclusionProof.holds(other, size, TREE.leaf(index), path, TREE.root(size)))
              .as("leaf %d of %d as %d", index, size, other)
              .isEqualTo(other == index);
        }
      }
    }
  }

  /** A size is bound as far as it changes the path; the checkpoint binds the rest. */
  @Test
  void holds_anotherSizeWithItsOwnRoot_doesNot() {
    for (int size = 1; size <= 64; size++) {
      for (int other = 1; other <= 64; other++) {
        for (int index = 0; index < size; index++) {
          if (other != size) {
            assertThat(holds(index, other, TREE.path(index, size), other)).isFalse();
          }
        }
      }
    }
    assertThat(holds(0, 0, List.of(), 0)).isFalse();
    assertThat(holds(0, -1, List.of(), 1)).isFalse();
    assertThat(holds(Long.MAX_VALUE, Long.MAX_VALUE, List.of(), 1)).isFalse();
  }

  @Test
  void holds_anyDamage_doesNot() {
    for (int size : new int[] {2, 3, 7, 8, 9, 100, 255, 256, 257, 300}) {
      for (int index = 0; index < size; index += 1 + size / 20) {
        List<Hash> path = TREE.path(index, size);
        for (List<Hash> bad : damaged(path)) {
          assertThat(holds(index, size, bad, size)).isFalse();
        }
        assertThat(holds(index, size, path, size - 1)).as("other root").isFalse();
        Hash wrong = TREE.leaf(index == 0 ? 1 : 0);
        assertThat(InclusionProof.holds(index, size, wrong, path, TREE.root(size))).isFalse();
      }
    }
  }

  /** Empty, too short at either end, too long at either end, swapped, one hash changed. */
  static List<List<Hash>> damaged(List<Hash> path) {
    List<List<Hash>> all = new ArrayList<>();
    int last = path.size() - 1;
    all.add(List.of());
    all.add(path.subList(0, last));
    all.add(path.subList(1, last + 1));
    for (Hash extra : List.of(TREE.leaf(299), TreeHasher.empty(), path.get(0), path.get(last))) {
      for (int at = 0; at <= path.size(); at++) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(at, extra);
        all.add(longer);
      }
    }
    for (int i = 0; i <= last; i++) {
      List<Hash> changed = new ArrayList<>(path);
      byte[] bytes = path.get(i).bytes();
      bytes[i % 32] ^= 1;
      changed.set(i, Hash.of(bytes));
      all.add(changed);
      if (i > 0) {
        List<Hash> swapped = new ArrayList<>(path);
        Collections.swap(swapped, i - 1, i);
        all.add(swapped);
      }
    }
    return all;
  }

  @Test
  void make_leafOutsideTheTree_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> InclusionProof.make(TREE, 5, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> InclusionProof.make(TREE, -1, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> InclusionProof.make(TREE, 0, 0));
  }
}
