package org.kagiban.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeHashTest {
  @Test
  void root_ofPublishedLeaves_isAsPublished() {
    TreeHash tree = new TreeHash();
    assertThat(tree.root())
        .isEqualTo(
            KnownAnswers.hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    for (int i = 0; i < 8; i++) {
      tree.append(KnownAnswers.leaf(i));
      assertThat(tree.root()).isEqualTo(KnownAnswers.root(i + 1));
    }
  }

  @Test
  void root_ofEverySizeTo300_isThatOfTheDefinition() throws IOException {
    NaiveTree naive = new NaiveTree(300);
    TreeHash tree = new TreeHash();
    for (int size = 0; size <= 300; size++) {
      assertThat(tree.size()).isEqualTo(size);
      assertThat(tree.root()).as("size %d", size).isEqualTo(naive.root(size));
      assertThat(TreeHash.read(naive, size).peaks()).isEqualTo(tree.peaks());
      if (size < 300) {
        tree.append(naive.leaf(size));
      }
    }
  }

  @Test
  void root_of70000_isThatOfTheDefinition() throws IOException {
    NaiveTree naive = new NaiveTree(70_000);
    TreeHash tree = new TreeHash();
    for (int i = 0; i < 70_000; i++) {
      tree.append(naive.leaf(i));
    }
    assertThat(tree.root()).isEqualTo(naive.root(70_000));
    assertThat(TreeHash.read(naive, 69_999).root()).isEqualTo(naive.root(69_999));
  }

  @Test
  void of_peaksOfAnyTree_growsOnAsIfItHadNeverStopped() {
    NaiveTree naive = new NaiveTree(130);
    TreeHash tree = new TreeHash();
    for (int i = 0; i < 130; i++) {
      tree = TreeHash.of(tree.size(), tree.peaks());
      tree.append(naive.leaf(i));
    }
    assertThat(tree.root()).isEqualTo(naive.root(130));
  }

  @Test
  void of_wrongNumberOfPeaks_isRefused() {
    List<Hash> one = List.of(KnownAnswers.leaf(0));
    assertThatIllegalArgumentException().isThrownBy(() -> TreeHash.of(3, one));
    assertThatIllegalArgumentException().isThrownBy(() -> TreeHash.of(0, one));
    assertThatIllegalArgumentException().isThrownBy(() -> TreeHash.of(-1, one));
  }

  @Test
  void subtree_ofSeveralHashes_leavesThemAsTheyAre() {
    NaiveTree naive = new NaiveTree(256);
    byte[] hashes = new byte[256 * Hash.SIZE];
    for (int i = 0; i < 256; i++) {
      naive.leaf(i).copyTo(hashes, i * Hash.SIZE);
    }
    byte[] before = hashes.clone();
    TreeHasher hasher = new TreeHasher();
    assertThat(hasher.subtree(hashes, 0, 256)).isEqualTo(naive.root(256));
    assertThat(hasher.subtree(hashes, 8, 4)).isEqualTo(naive.read(2, 2));
    assertThat(hasher.subtree(hashes, 9, 1)).isEqualTo(naive.leaf(9));
    assertThat(hashes).isEqualTo(before);
    assertThatIllegalArgumentException().isThrownBy(() -> hasher.subtree(hashes, 0, 3));
  }

  @Test
  void parse_anythingButCanonicalBase64OfAHash_isRefused() {
    String base64 = KnownAnswers.leaf(0).base64();
    assertThat(Hash.parse(base64)).isEqualTo(KnownAnswers.leaf(0));
    // The last letter before the padding has two bits that do not count.
    char last = base64.charAt(42);
    String stray = base64.substring(0, 42) + (char) (last + 1) + "=";
    for (String bad : List.of("", base64.substring(0, 43), base64 + "=", " " + base64, stray)) {
      assertThatIllegalArgumentException().isThrownBy(() -> Hash.parse(bad));
    }
  }
}
