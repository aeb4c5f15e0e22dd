package org.kagiban.app;

import org.kagiban.app.config.HsmSection;
import org.kagiban.cli.AtHsm;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Exit;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.hsm.HsmException;
import org.kagiban.hsm.HsmSetupException;
import org.kagiban.hsm.OfficerSession;
import org.kagiban.hsm.Pin;
import org.kagiban.verification.UnavailableException;

/** A ceremony at the HSM, ready to be done: first as the security officer, then as the user. */
final class OfficerRun implements AtHsm.Prepared {
  private final HsmSection hsm;
  private final OfficerWork work;
  private final OfficerSession officer;

  /**
   * Logs in, so that a wrong PIN is known before the approvals are used up.
   *
   * @param pin the security officer's; destroyed
   */
  OfficerRun(HsmSection hsm, Pin pin, OfficerWork work) {
    this.hsm = hsm;
    this.work = work;
    this.officer = asked(() -> open(hsm, pin));
  }

  private static OfficerSession open(HsmSection hsm, Pin pin) {
    return OfficerSession.open(Adapters.hsm(hsm), pin, hsm.acceptsKekNotEnforced());
  }

  @Override
  public byte[] perform() {
    return asked(
        () -> {
          work.asOfficer(officer);
          // One process is the officer or the user, never both.
          officer.close();
          return work.asUser(hsm).bytes();
        });
  }

  private interface Step<T> {
    T run();
  }

  private static <T> T asked(Step<T> step) {
    try {
      return step.run();
    } catch (KeyRefusedException e) {
      throw new CliException(Exit.REFUSED, String.valueOf(e.getMessage()), e);
    } catch (HsmSetupException | HsmException | UnavailableException e) {
      throw new CliException(Exit.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    officer.close();
    work.close();
  }
}
