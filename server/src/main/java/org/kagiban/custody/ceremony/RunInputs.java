package org.kagiban.custody.ceremony;

import java.util.List;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;

/** What has to come along with a ceremony, and what must not. */
final class RunInputs {
  private RunInputs() {}

  static void require(CeremonyPlan plan, RunInput input) {
    boolean takesKey = plan instanceof CeremonyPlan.TransportKey;
    if (takesKey != (input.wrappedKey() != null)) {
      throw new CeremonyRefusedException(
          "RUN_INPUT_WRONG",
          takesKey
              ? "the key made of the components is missing; run it with `kagiban ceremony run`,"
                  + " which asks for them"
              : "a " + plan.kind() + " ceremony takes no key along");
    }
    requireComponents(takesKey ? KeysOfPlan.holders(plan) : List.of(), input.components());
  }

  /**
   * One component of each holder, in the order of the ceremony's file.
   *
   * @throws CeremonyRefusedException COMPONENTS_DIFFER
   */
  static void requireComponents(List<String> holders, List<ComponentCheck> components) {
    List<String> names = components.stream().map(ComponentCheck::custodian).toList();
    boolean checked = components.stream().allMatch(component -> component.kcv().length >= 3);
    if (!names.equals(holders) || !checked) {
      throw new CeremonyRefusedException(
          "COMPONENTS_DIFFER",
          "the components must be those of the ceremony's file, in its order, each with its key"
              + " check value of 3 bytes or more: "
              + (holders.isEmpty() ? "none" : String.join(", ", holders)));
    }
  }
}
