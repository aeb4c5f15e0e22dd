package org.kagiban.fuzz;

/** What Jazzer calls: feeds the target that the system property {@value #TARGET} names. */
public final class Jazzed {
  public static final String TARGET = "kagiban.fuzz.target";

  private static final FuzzTarget FED = FuzzTarget.named(System.getProperty(TARGET, ""));

  private Jazzed() {}

  /** Before the clock runs that finds inputs which take too long. */
  public static void fuzzerInitialize() throws Exception {
    FED.feed(new byte[0]);
  }

  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    FED.feed(data);
  }
}
