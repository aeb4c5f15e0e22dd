package org.kagiban.audit.note;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One signature line of a note, {@code — <name> base64(key id ‖ signature)}. Not verified by being
 * here. Immutable.
 */
public final class NoteSignature {
  private static final String DASH = "\u2014 ";

  private final String name;
  private final int keyId;
  private final byte[] bytes;

  NoteSignature(String name, int keyId, byte[] bytes) {
    this.name = KeyName.require(name);
    this.keyId = keyId;
    this.bytes = bytes;
  }

  /**
   * Reads a line.
   *
   * @param line without its newline
   */
  public static NoteSignature parse(String line) throws NoteException {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(DASH) || space < DASH.length()) {
      throw NoteException.malformed("a signature line has an em dash, a name and a signature");
    }
    String name = line.substring(DASH.length(), space);
    if (!KeyName.isValid(name)) {
      throw NoteException.malformed("a signature line's name has a space or a plus, or is empty");
    }
    ByteBuffer blob = ByteBuffer.wrap(decode(line.substring(space + 1)));
    if (blob.remaining() <= Integer.BYTES) {
      throw NoteException.malformed("the signature of " + name + " is too short");
    }
    int keyId = blob.getInt();
    byte[] bytes = new byte[blob.remaining()];
    blob.get(bytes);
    return new NoteSignature(name, keyId, bytes);
  }

  private static byte[] decode(String base64) throws NoteException {
    try {
      return Base64Strict.decode(base64);
    } catch (IllegalArgumentException e) {
      throw NoteException.malformed("a signature is " + e.getMessage());
    }
  }

  /** The line without its newline. */
  public String line() {
    ByteBuffer blob = ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(keyId).put(bytes);
    return DASH + name + " " + Base64Strict.encode(blob.array());
  }

  public String name() {
    return name;
  }

  /** Big-endian, as {@link VerifierKey#id}. */
  public int keyId() {
    return keyId;
  }

  /** What follows the key id; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature signature && line().equals(signature.line());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return line();
  }
}
