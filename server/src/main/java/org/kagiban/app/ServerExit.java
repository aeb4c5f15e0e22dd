package org.kagiban.app;

import java.io.PrintWriter;
import org.kagiban.audit.log.LogRefusedException;
import org.kagiban.hsm.HsmException;
import org.kagiban.hsm.HsmSetupException;
import org.kagiban.rpc.RpcSetupException;
import org.kagiban.store.StoreRefusedException;
import org.kagiban.verification.UnavailableException;
import org.kagiban.yaml.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exit codes of the server's own commands, and what is said with them. */
final class ServerExit {
  static final int OK = 0;

  /** The configuration, a file that it names, or the command line is wrong. */
  static final int CONFIG = 2;

  /** The HSM cannot be used now; a later start may find it. */
  static final int HSM = 3;

  /** The database or the audit log cannot be used. */
  static final int STORE = 4;

  /** A fault of Kagiban itself. */
  static final int FAULT = 5;

  /** The HSM refused the PIN: another try with the same one brings it nearer to locking it. */
  static final int PIN = 6;

  /** For a command's help. */
  static final String HELP_HEADING = "%nExit codes:%n";

  private static final Logger LOG = LoggerFactory.getLogger(ServerExit.class);

  private ServerExit() {}

  /** Tells people what went wrong, and gives the exit code. */
  static int of(Exception failure, PrintWriter err) {
    int code = code(failure);
    err.println(
        code == FAULT
            ? "a fault of Kagiban itself (" + failure + "); please report it with this line"
            : failure.getMessage());
    err.flush();
    if (code == FAULT) {
      LOG.error("unexpected", failure);
    }
    return code;
  }

  private static int code(Exception failure) {
    if (failure instanceof ConfigException || failure instanceof RpcSetupException) {
      return CONFIG;
    }
    if (failure instanceof HsmSetupException setup && setup.pinRefused()) {
      return PIN;
    }
    if (failure instanceof HsmSetupException || failure instanceof HsmException) {
      return HSM;
    }
    if (failure instanceof StoreRefusedException || failure instanceof LogRefusedException) {
      return STORE;
    }
    if (failure instanceof UnavailableException unavailable) {
      return unavailable.part() == UnavailableException.Part.HSM_UNAVAILABLE ? HSM : STORE;
    }
    return FAULT;
  }
}
