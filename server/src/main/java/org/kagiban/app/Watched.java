package org.kagiban.app;

import java.util.function.BooleanSupplier;

/** Tells when a part is lost and when it is back. Asked by one thread at a time. */
final class Watched implements BooleanSupplier {
  private final BooleanSupplier part;
  private final Runnable lost;
  private final Runnable back;
  private boolean last;

  Watched(BooleanSupplier part, Runnable lost, Runnable back) {
    this(part, lost, back, true);
  }

  private Watched(BooleanSupplier part, Runnable lost, Runnable back, boolean there) {
    this.part = part;
    this.lost = lost;
    this.back = back;
    this.last = there;
  }

  /** One that was not there yet. */
  static Watched away(BooleanSupplier part, Runnable lost, Runnable back) {
    return new Watched(part, lost, back, false);
  }

  @Override
  public synchronized boolean getAsBoolean() {
    boolean now = part.getAsBoolean();
    if (now != last) {
      last = now;
      (now ? back : lost).run();
    }
    return now;
  }
}
