package org.kagiban.fuzz;

import java.util.List;

/**
 * A reader that strangers can send bytes to. Implementations have a public constructor without
 * parameters and are fed by one thread at a time.
 */
public interface FuzzTarget {
  /**
   * Feeds it once. What it is allowed to refuse bytes with is caught here; whatever else is thrown
   * is a finding, and so is a property of the reader that does not hold.
   */
  void feed(byte[] data) throws Exception;

  /** Good inputs, and ones that once were findings, to begin with. */
  List<byte[]> seeds() throws Exception;

  /** A new one of a class. */
  static FuzzTarget named(String className) {
    try {
      return Class.forName(className).asSubclass(FuzzTarget.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no fuzz target is called " + className, e);
    }
  }
}
