package org.kagiban.token;

import java.util.regex.Pattern;

/**
 * The id of a bank or credit union that this server works for: 1 to 32 of {@code A-Z a-z 0-9 . _
 * -}.
 */
public record Institution(String id) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  public Institution {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("an institution is 1 to 32 of A-Z a-z 0-9 . _ -");
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
