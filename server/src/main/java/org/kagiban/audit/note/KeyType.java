package org.kagiban.audit.note;

/** How a key signs: the signature types of c2sp.org/signed-note that are known here. */
public enum KeyType {
  /** Over the note's text. The log's key. */
  ED25519(0x01),
  /** With a time, over text and time: c2sp.org/tlog-cosignature. A witness's key. */
  COSIGNATURE(0x04);

  private final int number;

  KeyType(int number) {
    this.number = number;
  }

  /** The signature type identifier byte. */
  public int number() {
    return number;
  }

  static KeyType of(int number) {
    for (KeyType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown signature type " + number);
  }
}
