package org.kagiban.hsm;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session with a partition in which the security officer is logged in. */
final class OfficerLogin {
  private static final Logger LOG = LoggerFactory.getLogger(OfficerLogin.class);
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 100;

  private final Library library;
  private final Generation generation;
  private final Duration patience;

  private OfficerLogin(Library library, Generation generation, Duration patience) {
    this.library = library;
    this.generation = generation;
    this.patience = patience;
  }

  /** Sends the PIN once. */
  static OfficerLogin open(HsmConfig config, Pin pin) {
    OfficerLogin opened = reach(config);
    try {
      opened.run(
          session -> {
            Login.officer(session, pin, config.partitionName());
            return session;
          });
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Two processes that start at once on one SoftHSM folder disturb each other: hence attempts, and
   * none of them with the PIN.
   */
  private static OfficerLogin reach(HsmConfig config) {
    for (int attempt = 1; ; attempt++) {
      Library library = Library.acquire(config.library(), config.initialize());
      try {
        return session(library, config);
      } catch (RuntimeException e) {
        library.release(config.callLimit());
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.debug("opening once more: {}", e.getMessage());
        pause(attempt);
      }
    }
  }

  private static OfficerLogin session(Library library, HsmConfig config) {
    Library.Instance instance = library.current();
    if (instance == null || !library.enter(instance)) {
      throw finalised();
    }
    try {
      long slot = Slots.find(instance.pkcs11(), config).slot();
      Generation generation = new Generation(library, instance, slot, config.quirks());
      return new OfficerLogin(library, generation, config.callLimit());
    } finally {
      library.leave();
    }
  }

  <T> T run(HsmJob<T> job) {
    if (!generation.enter()) {
      throw finalised();
    }
    try {
      return job.run(generation.keeper());
    } finally {
      generation.leave();
    }
  }

  private static HsmSetupException finalised() {
    return new HsmSetupException("the PKCS#11 library was finalised meanwhile");
  }

  void close() {
    try {
      run(
          session -> {
            session.close();
            return session;
          });
    } catch (HsmException | HsmSetupException e) {
      LOG.debug("closing the session: {}", e.getMessage());
    } finally {
      library.release(patience);
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE_MILLIS * attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
