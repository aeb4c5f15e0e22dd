package org.kagiban.custody.ceremony;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which keys a ceremony is about. */
final class KeysOfPlan {
  /** Kinds that the server does not perform. */
  static final Set<Class<?>> AT_HSM =
      Set.of(
          CeremonyPlan.KekGeneration.class,
          CeremonyPlan.KekBackup.class,
          CeremonyPlan.KekRestore.class);

  private KeysOfPlan() {}

  /**
   * Labels of the keys that it makes and that must not be there before. Not those of partition-keys
   * (it makes what is missing) nor of kek-restore (it brings back what was there).
   */
  static List<String> made(CeremonyPlan plan) {
    if (plan instanceof CeremonyPlan.ImportKey) {
      return List.of(KeyLabels.IMPORT);
    }
    if (plan instanceof CeremonyPlan.CheckpointKey) {
      return List.of(KeyLabels.CHECKPOINT);
    }
    if (plan instanceof CeremonyPlan.KekGeneration kek) {
      return List.of(kek.label());
    }
    return plan instanceof CeremonyPlan.TransportKey transport
        ? List.of(transport.label())
        : List.of();
  }

  /** The label that the file of a ceremony at the HSM names, null for other ceremonies. */
  static @Nullable String atHsm(CeremonyPlan plan) {
    if (plan instanceof CeremonyPlan.KekGeneration kek) {
      return kek.label();
    }
    if (plan instanceof CeremonyPlan.KekBackup backup) {
      return backup.label();
    }
    return plan instanceof CeremonyPlan.KekRestore restore ? restore.label() : null;
  }

  /** Who holds a component, in the order of the file; empty where there are no components. */
  static List<String> holders(CeremonyPlan plan) {
    if (plan instanceof CeremonyPlan.TransportKey transport) {
      return transport.custodians();
    }
    if (plan instanceof CeremonyPlan.KekBackup backup) {
      return backup.custodians();
    }
    return plan instanceof CeremonyPlan.KekRestore restore ? restore.custodians() : List.of();
  }
}
