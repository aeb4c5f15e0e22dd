package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKF_OS_LOCKING_OK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

/**
 * Loads and initialises one PKCS#11 library, each time under a new path. For one thread at a time.
 */
final class LibraryLoader {
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 50;

  private final Path path;
  private long loads;

  LibraryLoader(Path path) {
    this.path = path;
  }

  /** Two processes that start at once on one SoftHSM folder disturb each other: hence attempts. */
  PKCS11 load(String initialize) {
    if (!Files.isReadable(path)) {
      throw new HsmSetupException(
          "there is no PKCS#11 library at "
              + path
              + ": install the HSM's software or correct the"
              + " path");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return initialise(spelling(path, loads), initialize);
      } catch (HsmException e) {
        if (attempt == ATTEMPTS) {
          throw new HsmSetupException(
              "the PKCS#11 library " + path + " does not start: " + e.getMessage(), e);
        }
        pause(attempt);
      }
    }
  }

  private PKCS11 initialise(String spelling, String initialize) {
    CK_C_INITIALIZE_ARGS args = new CK_C_INITIALIZE_ARGS();
    args.flags = CKF_OS_LOCKING_OK;
    if (!initialize.isEmpty()) {
      args.pReserved = initialize;
    }
    try {
      PKCS11 pkcs11 = PKCS11.getInstance(spelling, "C_GetFunctionList", args, false);
      // The JDK keeps a module under its path for good, so this spelling is used up.
      loads++;
      return pkcs11;
    } catch (PKCS11Exception e) {
      throw new HsmException("C_Initialize", e);
    } catch (IOException e) {
      throw new HsmSetupException(
          "the PKCS#11 library " + path + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  /**
   * Another spelling of the same path for each number: {@code ./} for each 1 and {@code /} for each
   * 0 of its binary digits before the file's name. The length grows with the logarithm, so that an
   * HSM which stays away for months does not exceed the longest path there may be.
   */
  static String spelling(Path path, long number) {
    if (number == 0) {
      return path.toString();
    }
    String plain = path.toString();
    int name = plain.lastIndexOf('/') + 1;
    StringBuilder spelled = new StringBuilder(plain.substring(0, name));
    for (char digit : Long.toBinaryString(number).toCharArray()) {
      spelled.append(digit == '1' ? "./" : "/");
    }
    return spelled.append(plain.substring(name)).toString();
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE_MILLIS * attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
