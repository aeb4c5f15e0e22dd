package org.kagiban.token;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a token shows as its id, such as {@code VSST12345678}: 1 to 32 of {@code A-Z 0-9 . _ -},
 * beginning with a letter or digit. Unique on a server.
 *
 * @param value the id in upper case
 */
public record TokenId(String value) implements Comparable<TokenId> {
  private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,31}");

  public TokenId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a Token ID is 1 to 32 of A-Z 0-9 . _ - and begins with a letter or digit");
    }
  }

  /**
   * Reads an id as people type it: lower case is taken as upper case.
   *
   * @throws IllegalArgumentException with a sentence for the caller
   */
  public static TokenId parse(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    return new TokenId(ascii ? text.toUpperCase(Locale.ROOT) : text);
  }

  @Override
  public int compareTo(TokenId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
