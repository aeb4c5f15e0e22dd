package org.kagiban.audit.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.Base64Strict;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.Decimal;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.NoteException.Problem;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.HashReader;
import org.kagiban.audit.tree.InclusionProof;
import org.kagiban.audit.tree.TreeHasher;

/**
 * Proof that an entry is in the log, checked with nothing but public keys: c2sp.org/tlog-proof.
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra (base64; left out where there is none)
 * index 73894
 * (base64 of a hash, a line each, from the leaf's sibling up)
 *
 * (the checkpoint, signed)
 * </pre>
 *
 * <p>Our own proofs carry the entry as extra data, so that one file says what was logged and proves
 * it; another's may leave it out. Nothing here is to be believed before it is verified. Immutable.
 */
public final class TlogProof {
  /** What such a file's name ends with. */
  public static final String EXTENSION = ".tlog-proof";

  private static final String VERSION = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  private final long index;
  private final List<Hash> path;
  private final byte @Nullable [] extra;
  private final byte[] checkpoint;

  private TlogProof(long index, List<Hash> path, byte @Nullable [] extra, byte[] checkpoint) {
    this.index = index;
    this.path = List.copyOf(path);
    this.extra = extra;
    this.checkpoint = checkpoint;
  }

  /**
   * Makes a proof.
   *
   * @param nodes of the checkpoint's tree
   * @param entry goes into the file, null to leave it out; not empty
   * @param checkpoint as the log published it
   */
  public static TlogProof make(
      HashReader nodes, long index, byte @Nullable [] entry, SignedCheckpoint checkpoint)
      throws IOException {
    if (entry != null && entry.length == 0) {
      throw new IllegalArgumentException("an empty entry is left out");
    }
    List<Hash> path = InclusionProof.make(nodes, index, checkpoint.checkpoint().size());
    byte[] extra = entry == null ? null : entry.clone();
    return new TlogProof(index, path, extra, checkpoint.note().encode());
  }

  /** Reads what {@link #encode} writes, and nothing else. The checkpoint is read when verified. */
  public static TlogProof parse(byte[] file) throws NoteException {
    Sections sections = Sections.split(file);
    List<String> head = sections.head();
    if (!head.get(0).equals(VERSION)) {
      throw NoteException.malformed("not a proof: it does not begin with " + VERSION);
    }
    boolean hasExtra = head.size() > 1 && head.get(1).startsWith(EXTRA);
    int at = hasExtra ? 2 : 1;
    if (head.size() <= at || !head.get(at).startsWith(INDEX)) {
      throw NoteException.malformed("a proof without its index");
    }
    return new TlogProof(
        Decimal.parse(head.get(at).substring(INDEX.length())),
        HashLines.parse(head.subList(at + 1, head.size())),
        hasExtra ? extra(head.get(1).substring(EXTRA.length())) : null,
        sections.checkpoint());
  }

  private static byte[] extra(String base64) throws NoteException {
    try {
      byte[] extra = Base64Strict.decode(base64);
      if (extra.length > 0) {
        return extra;
      }
    } catch (IllegalArgumentException e) {
      throw NoteException.malformed("extra data is " + e.getMessage());
    }
    throw NoteException.malformed("no extra data has no line");
  }

  /** The file's bytes. */
  public byte[] encode() {
    StringBuilder head = new StringBuilder(VERSION).append('\n');
    if (extra != null) {
      head.append(EXTRA).append(Base64Strict.encode(extra)).append('\n');
    }
    head.append(INDEX).append(index).append('\n').append(HashLines.write(path)).append('\n');
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    file.writeBytes(checkpoint);
    return file.toByteArray();
  }

  /** The entry's place in the log, from 0. */
  public long index() {
    return index;
  }

  /** What the file carries as extra data, a copy; in our own proofs the entry. */
  public byte @Nullable [] extra() {
    return extra == null ? null : extra.clone();
  }

  /**
   * Checks that the log has this entry at this index.
   *
   * @return the checkpoint that vouches for it
   * @throws NoteException where a signature, the origin or the path does not fit
   */
  public SignedCheckpoint verify(TrustedKeys keys, byte[] entry) throws NoteException {
    SignedCheckpoint signed = keys.open(checkpoint);
    Checkpoint tree = signed.checkpoint();
    Hash leaf = new TreeHasher().leaf(entry);
    if (!InclusionProof.holds(index, tree.size(), leaf, path, tree.root())) {
      throw new NoteException(
          Problem.BAD_PROOF, "the log does not have this entry at index " + index);
    }
    return signed;
  }

  /** As {@link #verify(TrustedKeys, byte[])}, for the entry that the file carries. */
  public SignedCheckpoint verify(TrustedKeys keys) throws NoteException {
    if (extra == null) {
      throw NoteException.malformed("this proof does not carry its entry");
    }
    return verify(keys, extra);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlogProof proof && Arrays.equals(encode(), proof.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(checkpoint) + Long.hashCode(index);
  }
}
