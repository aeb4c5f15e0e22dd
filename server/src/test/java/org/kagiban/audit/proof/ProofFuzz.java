package org.kagiban.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.TilePath;
import org.kagiban.audit.tree.NaiveTree;
import org.kagiban.audit.witness.AddCheckpoint;
import org.kagiban.fuzz.Finding;
import org.kagiban.fuzz.FuzzTarget;
import org.kagiban.fuzz.Tagged;

/**
 * What strangers send of the log: proofs, signed notes, checkpoints, keys, tile paths, entry
 * bundles, a witness's requests. Each is written as it was read, and no proof holds for what is not
 * in the tree. The first byte says which reader gets the rest.
 */
public final class ProofFuzz implements FuzzTarget {
  private static final int SIZE = 300;
  private static final NaiveTree TREE = new NaiveTree(SIZE);

  /** The same in every process, so that an input kept from one is of use in the next. */
  private static final TestSigner LOG =
      TestSigner.parse(
          "example.com/log"
              + " d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
              + " 302e020100300506032b657004220420"
              + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  private static final TrustedKeys KEYS = TrustedKeys.of(LOG.verifier());

  @Override
  public void feed(byte[] data) {
    Tagged tagged = Tagged.of(data);
    byte[] rest = tagged.rest();
    String text = new String(rest, UTF_8);
    byte[] utf8 = text.getBytes(UTF_8);
    try {
      switch (tagged.tag() & 7) {
        case 0 -> proof(rest);
        case 1 -> same(SignedNote.parse(rest).encode(), rest);
        case 2 -> same(Checkpoint.parse(text).text(), utf8);
        case 3 -> same(VerifierKey.parse(text).vkey(), utf8);
        case 4 -> same(TilePath.parse(text).path(), utf8);
        case 5 -> bundle(rest);
        case 6 -> same(AddCheckpoint.parse(rest).encode(), rest);
        default -> Finding.unless(KEYS.open(rest) != null, "no checkpoint");
      }
    } catch (NoteException | IllegalArgumentException refused) {
      Finding.unlessPlain(String.valueOf(refused.getMessage()));
    }
  }

  private static void proof(byte[] file) throws NoteException {
    TlogProof proof = TlogProof.parse(file);
    same(proof.encode(), file);
    proof.verify(KEYS);
    byte[] entry = proof.extra();
    Finding.unless(
        proof.index() < SIZE && Arrays.equals(entry, NaiveTree.entry((int) proof.index())),
        "a proof holds for an entry that the tree does not have at " + proof.index());
  }

  private static void bundle(byte[] bytes) {
    int width = bytes.length == 0 ? 1 : 1 + (bytes[0] & 0xFF);
    EntryBundle bundle = EntryBundle.parse(bytes, width);
    int length = 0;
    for (int i = 0; i < bundle.width(); i++) {
      length += 2 + bundle.entry(i).length;
    }
    Finding.unless(length == bytes.length, "a bundle's entries are not all of its bytes");
  }

  private static void same(String written, byte[] read) {
    same(written.getBytes(UTF_8), read);
  }

  private static void same(byte[] written, byte[] read) {
    Finding.unless(Arrays.equals(written, read), "it is not written as it was read");
  }

  @Override
  public List<byte[]> seeds() throws Exception {
    Checkpoint checkpoint = new Checkpoint(LOG.name(), SIZE, TREE.root(SIZE));
    SignedCheckpoint signed = KEYS.open(SignedNote.sign(checkpoint.text(), LOG).encode());
    List<byte[]> seeds = new ArrayList<>();
    for (int index : new int[] {1, 2, 255, 256, 299}) {
      byte[] entry = NaiveTree.entry(index);
      seeds.add(new Tagged(0, TlogProof.make(TREE, index, entry, signed).encode()).data());
    }
    byte[] note = signed.note().encode();
    seeds.add(new Tagged(1, note).data());
    seeds.add(new Tagged(2, checkpoint.text().getBytes(UTF_8)).data());
    seeds.add(new Tagged(3, LOG.verifier().vkey().getBytes(UTF_8)).data());
    seeds.add(new Tagged(3, LOG.cosigner().vkey().getBytes(UTF_8)).data());
    for (String path : List.of("tile/0/x001/067.p/3", "tile/entries/000", "tile/1/x001/x234/067")) {
      seeds.add(new Tagged(4, path.getBytes(UTF_8)).data());
    }
    seeds.add(new Tagged(5, new byte[] {0, 1, 7}).data());
    seeds.add(new Tagged(6, new AddCheckpoint(0, List.of(), note).encode()).data());
    seeds.add(new Tagged(7, note).data());
    return seeds;
  }
}
