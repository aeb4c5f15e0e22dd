package org.kagiban.hsm;

/**
 * Told what the HSM was asked to do, for figures. Called on the hot path by the thread that did it:
 * quick, and never throws. Thread-safe.
 */
public interface HsmObserver {
  /** Takes no notice. */
  HsmObserver NONE = new HsmObserver() {};

  /**
   * The HSM did something.
   *
   * @param nanos how long the library took
   */
  default void did(HsmOperation operation, long nanos) {}

  /** The HSM, or its library, refused or failed. */
  default void failed(HsmOperation operation) {}

  /**
   * A seed of the store's was wanted.
   *
   * @param held whether the HSM held it unwrapped
   */
  default void wanted(boolean held) {}

  /** Tells two, the first one first. */
  static HsmObserver both(HsmObserver one, HsmObserver two) {
    return new HsmObserver() {
      @Override
      public void did(HsmOperation operation, long nanos) {
        one.did(operation, nanos);
        two.did(operation, nanos);
      }

      @Override
      public void failed(HsmOperation operation) {
        one.failed(operation);
        two.failed(operation);
      }

      @Override
      public void wanted(boolean held) {
        one.wanted(held);
        two.wanted(held);
      }
    };
  }
}
