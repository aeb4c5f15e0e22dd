package org.kagiban.audit.note;

import java.util.List;
import org.kagiban.audit.tree.Hash;

/**
 * What a log says about itself: c2sp.org/tlog-checkpoint. Text: origin, size, base64 of the root
 * and any extensions, one a line.
 *
 * @param origin the log's name, not empty, one line
 * @param size how many leaves
 * @param root at that size
 * @param extensions opaque lines, not empty; usually none
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (size < 0 || !isLine(origin) || !extensions.stream().allMatch(Checkpoint::isLine)) {
      throw new IllegalArgumentException("an origin, a size or a line that it cannot have");
    }
  }

  public Checkpoint(String origin, long size, Hash root) {
    this(origin, size, root, List.of());
  }

  /** The origin of a log that was given none, made of a label that may have any letters. */
  public static String usualOrigin(String label) {
    return "kagiban/" + label.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  /** Reads what {@link #text} writes, and nothing else. */
  public static Checkpoint parse(String text) throws NoteException {
    String[] lines = text.split("\n", -1);
    // The last one is what follows the last newline.
    if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
      throw NoteException.malformed("a checkpoint has three lines at least");
    }
    long size = Decimal.parse(lines[1]);
    try {
      List<String> extensions = List.of(lines).subList(3, lines.length - 1);
      return new Checkpoint(lines[0], size, Hash.parse(lines[2]), extensions);
    } catch (IllegalArgumentException e) {
      throw NoteException.malformed("a checkpoint with " + e.getMessage());
    }
  }

  /** The text that is signed. */
  public String text() {
    StringBuilder text = new StringBuilder(origin).append('\n').append(size).append('\n');
    text.append(root.base64()).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static boolean isLine(String line) {
    return !line.isEmpty() && line.indexOf('\n') < 0 && NoteText.isValid(line + "\n");
  }
}
