package org.kagiban.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Which bytes a note may have: c2sp.org/signed-note, "Format". */
public final class NoteText {
  private NoteText() {}

  /** UTF-8 without control characters but newline. */
  public static String decode(byte[] bytes) throws NoteException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (hasControls(text)) {
        throw NoteException.malformed("a note has no control character but newline");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw NoteException.malformed("a note is UTF-8");
    }
  }

  /** Whether a text can be signed: it comes back the same from its bytes. */
  static boolean isValid(String text) {
    boolean encodes = StandardCharsets.UTF_8.newEncoder().canEncode(text);
    return encodes && text.endsWith("\n") && !hasControls(text);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < 0x20 && c != '\n');
  }
}
