package org.kagiban.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The failure modes of inclusion and consistency proofs, one row each, over the eight published
 * leaves: the classes of the vectors that implementations of RFC 6962 and RFC 9162 publish.
 */
class ProofFailuresTest {
  private static final TreeHasher HASHER = new TreeHasher();
  private static final Hash L0 = KnownAnswers.leaf(0);
  private static final Hash L4 = KnownAnswers.leaf(4);
  private static final Hash L5 = KnownAnswers.leaf(5);
  private static final Hash EMPTY = TreeHasher.empty();
  private static final Hash ZERO = Hash.of(new byte[Hash.SIZE]);

  // Leaf 5 of 8.
  private static final List<Hash> PATH =
      KnownAnswers.hashes(
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");

  // From 6 to 8.
  private static final List<Hash> PROOF =
      KnownAnswers.hashes(
          "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");

  private static Hash root(int size) {
    return size == 0 ? EMPTY : KnownAnswers.root(size);
  }

  private static List<Hash> with(List<Hash> path, int at, Hash more) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(at, more);
    return longer;
  }

  private static List<Hash> edited(List<Hash> path, UnaryOperator<byte[]> edit, int at) {
    List<Hash> changed = new ArrayList<>(path);
    changed.set(at, Hash.of(edit.apply(path.get(at).bytes())));
    return changed;
  }

  private static byte[] flipped(byte[] hash) {
    hash[31] ^= 1;
    return hash;
  }

  private static List<Hash> swapped(List<Hash> path, int a, int b) {
    List<Hash> changed = new ArrayList<>(path);
    Collections.swap(changed, a, b);
    return changed;
  }

  private static List<Hash> reversed(List<Hash> path) {
    List<Hash> changed = new ArrayList<>(path);
    Collections.reverse(changed);
    return changed;
  }

  private static Arguments inclusion(
      String what, long index, long size, Hash leaf, List<Hash> path, Hash root) {
    return Arguments.of(what, index, size, leaf, path, root);
  }

  static Stream<Arguments> inclusions() {
    Hash root = root(8);
    Hash above = HASHER.node(ZERO, root);
    return Stream.of(
        inclusion("index - 1", 4, 8, L5, PATH, root),
        inclusion("index + 1", 6, 8, L5, PATH, root),
        inclusion("index with its lowest two bits changed", 6, 8, L5, PATH, root),
        inclusion("index of the other half", 1, 8, L5, PATH, root),
        inclusion("index = size", 8, 8, L5, PATH, root),
        inclusion("index > size", 9, 8, L5, PATH, root),
        inclusion("index + size, the same bits below", 13, 8, L5, PATH, root),
        inclusion("negative index", -1, 8, L5, PATH, root),
        inclusion("negative index, the same bits below", -3, 8, L5, PATH, root),
        inclusion("size / 2", 5, 4, L5, PATH, root),
        inclusion("size * 2", 5, 16, L5, PATH, root),
        inclusion("size one bit more", 5, 9, L5, PATH, root),
        inclusion("size of the index", 5, 5, L5, PATH, root),
        inclusion("size 0", 0, 0, L5, PATH, root),
        inclusion("size 0 and nothing else", 0, 0, EMPTY, List.of(), EMPTY),
        inclusion("negative size", 5, -8, L5, PATH, root),
        inclusion("largest size", 5, Long.MAX_VALUE, L5, PATH, root),
        inclusion("largest index and size", Long.MAX_VALUE - 1, Long.MAX_VALUE, L5, PATH, root),
        inclusion("other leaf", 5, 8, L4, PATH, root),
        inclusion("empty hash as leaf", 5, 8, EMPTY, PATH, root),
        inclusion("root as leaf", 5, 8, root, PATH, root),
        inclusion("other root", 5, 8, L5, PATH, root(7)),
        inclusion("empty tree's root", 5, 8, L5, PATH, EMPTY),
        inclusion("root of zeros", 5, 8, L5, PATH, ZERO),
        inclusion("leaf as root", 5, 8, L5, PATH, L5),
        inclusion("empty", 5, 8, L5, List.of(), root),
        inclusion("empty, the root as leaf", 5, 8, root, List.of(), root),
        inclusion("too short at the end", 5, 8, L5, PATH.subList(0, 2), root),
        inclusion("too short at the beginning", 5, 8, L5, PATH.subList(1, 3), root),
        inclusion("too short in the middle", 5, 8, L5, List.of(PATH.get(0), PATH.get(2)), root),
        inclusion("too short, with the root of its end", 5, 8, L5, PATH.subList(0, 2), half()),
        inclusion("too long: a hash at the end", 5, 8, L5, with(PATH, 3, ZERO), root),
        inclusion("too long: the root at the end", 5, 8, L5, with(PATH, 3, root), root),
        inclusion("too long: the last one again", 5, 8, L5, with(PATH, 3, PATH.get(2)), root),
        inclusion("too long: a hash in front", 5, 8, L5, with(PATH, 0, ZERO), root),
        inclusion("too long: the root in front", 5, 8, L5, with(PATH, 0, root), root),
        inclusion("too long: the leaf in front", 5, 8, L5, with(PATH, 0, L5), root),
        inclusion("too long: in the middle", 5, 8, L5, with(PATH, 1, ZERO), root),
        inclusion("too long: 64 hashes", 5, 8, L5, Collections.nCopies(64, ZERO), root),
        inclusion("sn = 0: goes on above the root", 5, 8, L5, with(PATH, 3, ZERO), above),
        inclusion(
            "sn = 0: goes on above the root, to the right",
            5,
            8,
            L5,
            with(PATH, 3, ZERO),
            HASHER.node(root, ZERO)),
        inclusion("sn = 0 at once", 0, 1, L0, List.of(ZERO), HASHER.node(ZERO, L0)),
        inclusion("sn = 0 at once, to the right", 0, 1, L0, List.of(ZERO), HASHER.node(L0, ZERO)),
        inclusion("sn = 0: another index by a longer path", 0, 1, L5, PATH, root),
        inclusion("sn = 0: last leaf by a longer path", 1, 2, L5, PATH, root),
        inclusion("first two swapped", 5, 8, L5, swapped(PATH, 0, 1), root),
        inclusion("last two swapped", 5, 8, L5, swapped(PATH, 1, 2), root),
        inclusion("reversed", 5, 8, L5, reversed(PATH), root),
        inclusion("first hash changed", 5, 8, L5, edited(PATH, b -> flipped(b), 0), root),
        inclusion("middle hash changed", 5, 8, L5, edited(PATH, b -> flipped(b), 1), root),
        inclusion("last hash changed", 5, 8, L5, edited(PATH, b -> flipped(b), 2), root),
        inclusion("proof of another leaf", 5, 8, L5, with(PATH.subList(1, 3), 0, L5), root),
        inclusion("one leaf: another root", 0, 1, L0, List.of(), ZERO),
        inclusion("one leaf: another leaf", 0, 1, L4, List.of(), root(1)),
        inclusion("one leaf: index 1", 1, 1, L0, List.of(), root(1)));
  }

  /** What the first two hashes of the path lead to. */
  private static Hash half() {
    return HASHER.node(HASHER.node(PATH.get(0), L5), PATH.get(1));
  }

  @Test
  void holds_theTablesOwnProofs_do() {
    assertThat(InclusionProof.holds(5, 8, L5, PATH, root(8))).isTrue();
    assertThat(InclusionProof.holds(0, 1, L0, List.of(), root(1))).isTrue();
    assertThat(ConsistencyProof.holds(6, root(6), 8, root(8), PROOF)).isTrue();
    assertThat(ConsistencyProof.holds(8, root(8), 8, root(8), List.of())).isTrue();
    assertThat(ConsistencyProof.holds(0, EMPTY, 8, root(8), List.of())).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inclusions")
  void inclusionHolds_brokenProof_doesNot(
      String what, long index, long size, Hash leaf, List<Hash> path, Hash root) {
    assertThat(InclusionProof.holds(index, size, leaf, path, root)).as(what).isFalse();
  }

  private static Arguments consistency(
      String what, long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> proof) {
    return Arguments.of(what, oldSize, oldRoot, newSize, newRoot, proof);
  }

  private static Arguments proof6to8(String what, List<Hash> proof) {
    return consistency(what, 6, root(6), 8, root(8), proof);
  }

  private static Arguments sizes(String what, long oldSize, long newSize) {
    return consistency(what, oldSize, root(6), newSize, root(8), PROOF);
  }

  private static Arguments roots(String what, Hash oldRoot, Hash newRoot) {
    return consistency(what, 6, oldRoot, 8, newRoot, PROOF);
  }

  static Stream<Arguments> consistencies() {
    return Stream.of(badSizes(), badRoots(), badProofs(), emptyAndEqual()).flatMap(rows -> rows);
  }

  private static Stream<Arguments> badSizes() {
    return Stream.of(
        sizes("old size - 1", 5, 8),
        sizes("old size + 1", 7, 8),
        sizes("old size with a bit changed", 4, 8),
        sizes("old size 0", 0, 8),
        sizes("old size 1", 1, 8),
        sizes("old size = new size", 8, 8),
        sizes("old size > new size", 9, 8),
        sizes("negative old size", -6, 8),
        sizes("new size / 2", 6, 4),
        sizes("new size * 2", 6, 16),
        sizes("new size + 1", 6, 9),
        sizes("new size = old size", 6, 6),
        sizes("new size 0", 6, 0),
        sizes("negative new size", 6, -8),
        sizes("largest new size", 6, Long.MAX_VALUE),
        consistency("sizes exchanged", 8, root(8), 6, root(6), PROOF),
        consistency("old > new, empty", 8, root(8), 6, root(6), List.of()),
        consistency("old > new = 0, empty", 1, root(1), 0, EMPTY, List.of()));
  }

  private static Stream<Arguments> badRoots() {
    return Stream.of(
        roots("roots exchanged", root(8), root(6)),
        roots("old root of another size", root(5), root(8)),
        roots("new root of another size", root(6), root(7)),
        roots("old root changed", Hash.of(flipped(root(6).bytes())), root(8)),
        roots("new root changed", root(6), Hash.of(flipped(root(8).bytes()))),
        roots("old root is the new one", root(8), root(8)),
        roots("new root is the old one", root(6), root(6)),
        roots("old root of the empty tree", EMPTY, root(8)),
        roots("new root of the empty tree", root(6), EMPTY),
        roots("roots of zeros", ZERO, ZERO));
  }

  private static Stream<Arguments> badProofs() {
    List<Hash> longer = with(PROOF, 3, ZERO);
    Hash oldAbove = HASHER.node(ZERO, root(6));
    Hash newAbove = HASHER.node(ZERO, root(8));
    return Stream.of(
        proof6to8("empty", List.of()),
        proof6to8("too short at the end", PROOF.subList(0, 2)),
        proof6to8("too short at the beginning", PROOF.subList(1, 3)),
        proof6to8("too short in the middle", List.of(PROOF.get(0), PROOF.get(2))),
        proof6to8("one hash", PROOF.subList(0, 1)),
        proof6to8("too long: a hash at the end", longer),
        proof6to8("too long: the old root at the end", with(PROOF, 3, root(6))),
        proof6to8("too long: the new root at the end", with(PROOF, 3, root(8))),
        proof6to8("too long: a hash in front", with(PROOF, 0, ZERO)),
        proof6to8("too long: the old root in front", with(PROOF, 0, root(6))),
        proof6to8("too long: the new root in front", with(PROOF, 0, root(8))),
        proof6to8("too long: the first one twice", with(PROOF, 0, PROOF.get(0))),
        proof6to8("too long: in the middle", with(PROOF, 1, ZERO)),
        proof6to8("too long: 64 hashes", Collections.nCopies(64, ZERO)),
        consistency("sn = 0: goes on above the roots", 6, oldAbove, 8, newAbove, longer),
        consistency(
            "sn = 0: above a power of two",
            4,
            HASHER.node(ZERO, root(4)),
            8,
            HASHER.node(ZERO, root(8)),
            Arrays.asList(root(4), half(), ZERO)),
        proof6to8("first two swapped", swapped(PROOF, 0, 1)),
        proof6to8("last two swapped", swapped(PROOF, 1, 2)),
        proof6to8("first and last swapped", swapped(PROOF, 0, 2)),
        proof6to8("first hash changed", edited(PROOF, b -> flipped(b), 0)),
        proof6to8("middle hash changed", edited(PROOF, b -> flipped(b), 1)),
        proof6to8("last hash changed", edited(PROOF, b -> flipped(b), 2)),
        proof6to8("an inclusion's path", PATH));
  }

  private static Stream<Arguments> emptyAndEqual() {
    return Stream.of(
        consistency("old size 0 with a proof", 0, EMPTY, 8, root(8), PROOF),
        consistency("old size 0 with a hash", 0, EMPTY, 8, root(8), List.of(root(8))),
        consistency("old size 0 with another root", 0, root(1), 8, root(8), List.of()),
        consistency("old size 0 with the new root", 0, root(8), 8, root(8), List.of()),
        consistency("both 0 with a hash", 0, EMPTY, 0, EMPTY, List.of(EMPTY)),
        consistency("both 0 with another root", 0, ZERO, 0, ZERO, List.of()),
        consistency("equal sizes with a proof", 8, root(8), 8, root(8), PROOF),
        consistency("equal sizes with a hash", 8, root(8), 8, root(8), List.of(root(8))),
        consistency("equal sizes, other new root", 8, root(8), 8, root(7), List.of()),
        consistency("equal sizes, other old root", 8, root(7), 8, root(8), List.of()),
        consistency("a power of two, empty", 4, root(4), 8, root(8), List.of()),
        consistency("a power of two, old root given too", 4, root(4), 8, root(8), four()),
        consistency("size 1 to 2, other leaf", 1, root(1), 2, root(2), List.of(L0)));
  }

  /** Right but for the old root in front, which whoever checks has. */
  private static List<Hash> four() {
    return List.of(
        root(4),
        KnownAnswers.hash("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("consistencies")
  void consistencyHolds_brokenProof_doesNot(
      String what, long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> proof) {
    assertThat(ConsistencyProof.holds(oldSize, oldRoot, newSize, newRoot, proof))
        .as(what)
        .isFalse();
  }
}
