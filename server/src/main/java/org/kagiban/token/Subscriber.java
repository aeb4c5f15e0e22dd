package org.kagiban.token;

/**
 * A customer of an institution, under the channel's own opaque id, such as a contract ID (契約者ID).
 *
 * @param id 1 to 64 characters, none of them a control character, no space at either end
 */
public record Subscriber(Institution institution, String id) {
  public Subscriber {
    if (id.isEmpty()
        || id.codePointCount(0, id.length()) > 64
        || !id.equals(id.strip())
        || id.codePoints().anyMatch(Subscriber::unfit)) {
      throw new IllegalArgumentException(
          "a subscriber id is 1 to 64 printable characters with no space at either end");
    }
  }

  private static boolean unfit(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isISOControl(codePoint)
        || type == Character.SURROGATE
        || type == Character.UNASSIGNED
        || type == Character.FORMAT;
  }
}
