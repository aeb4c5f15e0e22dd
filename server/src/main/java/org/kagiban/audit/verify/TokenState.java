package org.kagiban.audit.verify;

import java.util.StringJoiner;

/** What the log says of a token so far, in one word. */
final class TokenState {
  static final long MADE = 1;
  static final long ENROLLED = 1 << 1;
  static final long LOCKED = 1 << 2;
  static final long SUSPENDED = 1 << 3;
  static final long RETIRED = 1 << 4;
  static final long DESTROYED = 1 << 5;
  static final long TEMPORARY_CODE = 1 << 6;

  /** A use of the key ended a lock, so the token's next event must say so. */
  static final long OWES_UNLOCKED = 1 << 7;

  static final long OWES_ENROLLED = 1 << 8;
  static final long OWES_CODE_USED = 1 << 9;

  /** Events of it could not be read, so nothing is wrong for want of them. */
  static final long UNCERTAIN = 1 << 10;

  private static final int WRAPPER = 32;

  private TokenState() {}

  static boolean has(long state, long flag) {
    return (state & flag) != 0;
  }

  /** Number of the KEK that wraps its seed, 0 where none is known. */
  static int wrapper(long state) {
    return (int) (state >>> WRAPPER);
  }

  static long withWrapper(long state, int wrapper) {
    return (state & (1L << WRAPPER) - 1) | (long) wrapper << WRAPPER;
  }

  static String describe(long state) {
    StringJoiner words = new StringJoiner(" and ");
    add(words, state, RETIRED, "retired");
    add(words, state, ENROLLED, "enrolled");
    add(words, state, LOCKED, "locked");
    add(words, state, SUSPENDED, "suspended");
    return words.toString();
  }

  private static void add(StringJoiner words, long state, long flag, String word) {
    if (has(state, flag)) {
      words.add(word);
    }
  }
}
