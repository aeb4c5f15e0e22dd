package org.kagiban.custody.move;

/** The places where a process can be killed; one of them at a time is. */
final class Steps {
  private int passed;
  private int killAt = Integer.MAX_VALUE;

  void killAt(int step) {
    passed = 0;
    killAt = step;
  }

  void killNever() {
    killAt(Integer.MAX_VALUE);
  }

  int passed() {
    return passed;
  }

  void pass() {
    if (passed++ == killAt) {
      throw new Killed();
    }
  }

  /** What stands for kill -9: nothing catches it. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
