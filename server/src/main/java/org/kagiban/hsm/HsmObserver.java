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
}
