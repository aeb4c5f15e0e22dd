package org.kagiban.app.bench;

/** Something to be done once: when this is closed, or when the process is told to end (Ctrl-C). */
final class AtExit implements AutoCloseable {
  private final Runnable what;
  private final Thread hook;

  AtExit(Runnable what) {
    this.what = what;
    this.hook = new Thread(what, "bench-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is about to end, and the hook does what is to be done.
      return;
    }
    what.run();
  }
}
