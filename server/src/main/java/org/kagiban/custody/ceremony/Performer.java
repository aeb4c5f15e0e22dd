package org.kagiban.custody.ceremony;

import java.util.List;
import java.util.Map;
import org.kagiban.audit.AuditEvent;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;

/** Does in the server what a ceremony's file asks for. */
@FunctionalInterface
public interface Performer<P extends CeremonyPlan> {
  /**
   * Looks, when it is proposed and before it begins, whether it could be done at this moment.
   * Quick.
   *
   * @throws CeremonyRefusedException where not
   */
  default void check(P plan) {}

  /**
   * Blocks until it is done. Called again for the same ceremony where a run was cut off, and then
   * takes up what is there.
   *
   * @param by who runs it
   * @throws CeremonyRefusedException where it cannot be done
   * @throws org.kagiban.custody.KeyRefusedException where the HSM refuses a key; the caller is told
   *     KEY_REFUSED
   */
  Performed perform(
      CeremonyId ceremony, Custodian by, P plan, RunInput input, RunListener listener);

  /**
   * What was done.
   *
   * @param keys as the HSM says they are, for the transcript
   * @param changed keys that are in another state now; committed with the ceremony's end
   * @param events beside those that were committed on the way; may be empty
   * @param facts more lines for the transcript, in order
   */
  record Performed(
      List<KeyFacts> keys,
      List<CustodyKey> changed,
      List<AuditEvent> events,
      Map<String, String> facts) {}
}
