package org.kagiban.app;

import org.kagiban.app.config.HsmSection;
import org.kagiban.custody.ceremony.HsmOutcome;
import org.kagiban.hsm.OfficerSession;

/** One kind of ceremony at the HSM. Closing it forgets what was typed. */
interface OfficerWork extends AutoCloseable {
  /** With the security officer's session. */
  void asOfficer(OfficerSession officer);

  /** Afterwards, with the user's PIN where the ceremony needs it. */
  HsmOutcome asUser(HsmSection hsm);

  @Override
  void close();
}
