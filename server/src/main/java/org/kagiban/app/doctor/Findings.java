package org.kagiban.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What one area's checks found, in their order. Of one thread. */
final class Findings {
  private final String area;
  private final Consumer<Finding> listener;
  private final List<Finding> all = new ArrayList<>();

  /**
   * @param listener takes each one at once
   */
  Findings(String area, Consumer<Finding> listener) {
    this.area = area;
    this.listener = listener;
  }

  void ok(String text) {
    add(Finding.Level.OK, text, "");
  }

  void warn(String text, String remedy) {
    add(Finding.Level.WARN, text, remedy);
  }

  void fail(String text, String remedy) {
    add(Finding.Level.FAIL, text, remedy);
  }

  /** The good sentence, or the bad one and its remedy. */
  void expect(boolean well, String good, String bad, String remedy) {
    if (well) {
      ok(good);
    } else {
      fail(bad, remedy);
    }
  }

  private void add(Finding.Level level, String text, String remedy) {
    Finding finding = new Finding(level, area, text, remedy);
    all.add(finding);
    listener.accept(finding);
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
