package org.kagiban.hsm;

/**
 * Work for one HSM worker: short, and it blocks on nothing but the HSM.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface HsmJob<T> {
  /**
   * Runs on a worker's thread.
   *
   * @param session the worker's; not to be kept
   * @throws HsmException where a PKCS#11 function failed
   */
  T run(HsmSession session);
}
