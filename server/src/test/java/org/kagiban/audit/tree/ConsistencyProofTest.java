package org.kagiban.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsistencyProofTest {
  private static final NaiveTree TREE = new NaiveTree(300);

  private static boolean holds(int oldSize, int newSize, List<Hash> proof) {
    return ConsistencyProof.holds(oldSize, TREE.root(oldSize), newSize, TREE.root(newSize), proof);
  }

  @Test
  void holds_publishedProofs_do() {
    check(1, 1);
    check(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    check(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    check(
        2,
        5,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  private static void check(int oldSize, int newSize, String... proof) {
    assertThat(
            ConsistencyProof.holds(
                oldSize,
                KnownAnswers.root(oldSize),
                newSize,
                KnownAnswers.root(newSize),
                KnownAnswers.hashes(proof)))
        .as("%d to %d", oldSize, newSize)
        .isTrue();
  }

  @Test
  void make_everyTwoSizesTo300_isThatOfTheDefinitionAndHolds() throws IOException {
    for (int newSize = 1; newSize <= 300; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        List<Hash> proof = ConsistencyProof.make(TREE, oldSize, newSize);
        assertThat(proof).isEqualTo(TREE.proof(oldSize, newSize));
        assertThat(holds(oldSize, newSize, proof)).as("%d to %d", oldSize, newSize).isTrue();
      }
    }
  }

  @Test
  void make_someSizesTo70000_isThatOfTheDefinitionAndHolds() throws IOException {
    NaiveTree large = new NaiveTree(70_000);
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      int newSize = 1 + random.nextInt(70_000);
      int oldSize = 1 + random.nextInt(newSize);
      List<Hash> proof = ConsistencyProof.make(large, oldSize, newSize);
      assertThat(proof).isEqualTo(large.proof(oldSize, newSize));
      assertThat(
              ConsistencyProof.holds(
                  oldSize, large.root(oldSize), newSize, large.root(newSize), proof))
          .isTrue();
    }
  }

  @Test
  void holds_fromTheEmptyTree_byTheEmptyProofAlone() throws IOException {
    assertThat(ConsistencyProof.make(TREE, 0, 0)).isEmpty();
    assertThat(ConsistencyProof.make(TREE, 0, 7)).isEmpty();
    assertThat(holds(0, 0, List.of())).isTrue();
    assertThat(holds(0, 7, List.of())).isTrue();
    assertThat(holds(0, 7, List.of(TREE.root(7)))).isFalse();
    assertThat(ConsistencyProof.holds(0, TREE.root(1), 7, TREE.root(7), List.of())).isFalse();
    assertThat(ConsistencyProof.holds(0, TREE.root(1), 0, TREE.root(1), List.of())).isFalse();
  }

  @Test
  void holds_betweenEqualSizes_onlyForEqualRoots() {
    for (int size = 1; size <= 20; size++) {
      assertThat(holds(size, size, List.of())).isTrue();
      assertThat(holds(size, size, List.of(TREE.root(size)))).isFalse();
      Hash other = TREE.root(size + 1);
      assertThat(ConsistencyProof.holds(size, TREE.root(size), size, other, List.of())).isFalse();
    }
  }

  @Test
  void holds_anyDamage_doesNot() {
    for (int newSize : new int[] {2, 3, 7, 8, 9, 100, 255, 256, 257, 300}) {
      for (int oldSize = 1; oldSize < newSize; oldSize += 1 + newSize / 20) {
        List<Hash> proof = TREE.proof(oldSize, newSize);
        for (List<Hash> bad : InclusionProofTest.damaged(proof)) {
          assertThat(holds(oldSize, newSize, bad)).as("%d to %d", oldSize, newSize).isFalse();
        }
      }
    }
  }

  @Test
  void holds_rootsExchangedOrOfAnotherTree_doesNot() {
    Hash other = TREE.leaf(299);
    for (int newSize = 2; newSize <= 64; newSize++) {
      for (int oldSize = 1; oldSize < newSize; oldSize++) {
        List<Hash> proof = TREE.proof(oldSize, newSize);
        Hash before = TREE.root(oldSize);
        Hash after = TREE.root(newSize);
        assertThat(ConsistencyProof.holds(oldSize, after, newSize, before, proof)).isFalse();
        assertThat(ConsistencyProof.holds(oldSize, other, newSize, after, proof)).isFalse();
        assertThat(ConsistencyProof.holds(oldSize, before, newSize, other, proof)).isFalse();
        assertThat(ConsistencyProof.holds(newSize, after, oldSize, before, proof)).isFalse();
      }
    }
  }

  @Test
  void holds_proofOfOtherSizesWithTheirOwnRoots_doesNot() {
    for (int newSize = 2; newSize <= 20; newSize++) {
      for (int oldSize = 1; oldSize < newSize; oldSize++) {
        List<Hash> proof = TREE.proof(oldSize, newSize);
        for (int n = 2; n <= 20; n++) {
          for (int o = 1; o < n; o++) {
            if (!TREE.proof(o, n).equals(proof)) {
              assertThat(holds(o, n, proof)).isFalse();
            }
          }
        }
      }
    }
    assertThat(ConsistencyProof.holds(-1, TREE.root(1), 2, TREE.root(2), List.of())).isFalse();
  }

  /** The rows that only the checks of sn refuse: every hash in them fits. */
  @Test
  void holds_proofThatGoesOnAboveTheRootOrStopsBelowIt_doesNot() {
    TreeHasher hasher = new TreeHasher();
    Hash extra = TREE.leaf(299);
    List<Hash> longer = new ArrayList<>(TREE.proof(3, 4));
    longer.add(extra);
    Hash aboveOld = hasher.node(extra, TREE.root(3));
    Hash aboveNew = hasher.node(extra, TREE.root(4));
    assertThat(ConsistencyProof.holds(3, aboveOld, 4, aboveNew, longer)).isFalse();
    List<Hash> shorter = TREE.proof(3, 4).subList(0, 2);
    Hash belowNew = hasher.node(TREE.leaf(2), TREE.leaf(3));
    assertThat(ConsistencyProof.holds(3, TREE.leaf(2), 4, belowNew, shorter)).isFalse();
  }

  @Test
  void make_shrinkingTree_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyProof.make(TREE, 6, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyProof.make(TREE, -1, 5));
  }
}
