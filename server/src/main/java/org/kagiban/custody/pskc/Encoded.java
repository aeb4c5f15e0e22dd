package org.kagiban.custody.pskc;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether bytes are in the encoding that the document says, where that is UTF-8 or US-ASCII, and
 * whether UTF-16 ends with a whole unit. The JDK's parser finds the same, but prints it to the
 * process's standard error first, which no setting of its own prevents. A {@code CharsetDecoder}
 * does not do: it waits for the last byte of half a surrogate pair, and the parser, which reads
 * byte by byte at first, complains at the second. Not thread-safe.
 */
final class Encoded {
  private static final int HEAD = 256;

  /**
   * Stands for each in which any bytes are characters, or whose faults the parser does not print.
   */
  private static final Charset ANY = StandardCharsets.ISO_8859_1;

  private static final byte[] EBCDIC = {0x4c, 0x6f, (byte) 0xa7};
  private static final Pattern DECLARED =
      Pattern.compile("^(?:\u00ef\u00bb\u00bf)?<\\?xml[^>]*?encoding\\s*=\\s*[\"']([^\"'>]+)");

  private final byte[] head = new byte[HEAD];
  private int headLength;
  private int needed;
  private int least = 0x80;
  private int most = 0xbf;
  private boolean odd;
  private boolean known;
  private Charset charset = StandardCharsets.UTF_8;

  /** Whether these go on as they should; what came before did. */
  boolean fits(byte[] bytes, int offset, int length) {
    int more = Math.min(length, HEAD - headLength);
    System.arraycopy(bytes, offset, head, headLength, more);
    headLength += more;
    odd ^= (length & 1) == 1;
    for (int i = offset; i < offset + length; i++) {
      int next = bytes[i] & 0xff;
      if ((next >= 0x80 || needed > 0) && !fits(next)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the document may end here. */
  boolean mayEnd() {
    return needed == 0 && !(odd && isWide());
  }

  /** Of a byte that is not ASCII, or is amidst a character. */
  private boolean fits(int next) {
    if (!known) {
      charset = charset();
      known = true;
    }
    if (charset.equals(StandardCharsets.US_ASCII)) {
      return false;
    }
    return !charset.equals(StandardCharsets.UTF_8) || (needed > 0 ? goesOn(next) : begins(next));
  }

  private boolean goesOn(int next) {
    boolean fits = next >= least && next <= most;
    needed--;
    least = 0x80;
    most = 0xbf;
    return fits;
  }

  /** RFC 3629 section 4. */
  private boolean begins(int next) {
    if (next < 0xc2 || next > 0xf4) {
      return false;
    }
    needed = next < 0xe0 ? 1 : next < 0xf0 ? 2 : 3;
    switch (next) {
      case 0xe0 -> least = 0xa0;
      case 0xed -> most = 0x9f;
      case 0xf0 -> least = 0x90;
      case 0xf4 -> most = 0x8f;
      default -> {}
    }
    return true;
  }

  /** XML 1.0, appendix F: by the first bytes, or by what the document says in ASCII. */
  private Charset charset() {
    if (isWide() || Arrays.equals(head, 0, EBCDIC.length, EBCDIC, 0, EBCDIC.length)) {
      return ANY;
    }
    String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    Matcher declared = DECLARED.matcher(text);
    if (!declared.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      // The parser refuses it, and quietly.
      return ANY;
    }
  }

  /** UTF-16, by its mark or by the zero beside the first character; its mark is never UTF-8. */
  private boolean isWide() {
    int first = head[0] & 0xff;
    return headLength > 0 && (first >= 0xfe || first == 0 || (headLength > 1 && head[1] == 0));
  }
}
