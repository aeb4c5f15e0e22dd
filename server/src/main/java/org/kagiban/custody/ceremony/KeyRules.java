package org.kagiban.custody.ceremony;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyLedger.View;
import org.kagiban.custody.ceremony.CustodyKey.State;

/**
 * Whether the keys that there are allow a ceremony: looked at when it is proposed, and again in the
 * transaction that begins it. Pure.
 */
final class KeyRules {
  private final CeremonyServer server;

  KeyRules(CeremonyServer server) {
    this.server = server;
  }

  /** Before it begins. */
  void require(CeremonyPlan plan, View view) {
    boolean ours =
        plan.partition().equals(server.partition())
            || (plan instanceof CeremonyPlan.KekRestore
                && server.pool().contains(plan.partition()));
    if (!ours) {
      throw new CeremonyRefusedException(
          "PARTITION_UNKNOWN",
          "this server works with another partition than the file names; correct the file, or"
              + " connect to that partition's server");
    }
    for (String label : KeysOfPlan.made(plan)) {
      requireFree(label, view.key(label));
    }
    if (plan instanceof CeremonyPlan.PartitionKeys) {
      requirePartitionKeysMissing(view);
    } else if (plan instanceof CeremonyPlan.KekBackup backup) {
      requireKek(backup.label(), view, List.of(State.PRE_ACTIVE, State.ACTIVE, State.DEACTIVATED));
    } else if (plan instanceof CeremonyPlan.KekRestore restore) {
      requireNotDestroyed(restore.label(), view);
    } else if (plan instanceof CeremonyPlan.KekRotation rotation) {
      requireRotation(rotation, view);
    } else if (plan instanceof CeremonyPlan.KeyDestruction destruction) {
      requireDestroyable(destruction, view);
    }
  }

  /** Before one that was cut off goes on: what may have become wrong since it began. */
  void requireStill(CeremonyPlan plan, View view) {
    if (plan instanceof CeremonyPlan.KeyDestruction destruction) {
      requireDestroyable(destruction, view);
    }
  }

  private static void requireFree(String label, @Nullable CustodyKey key) {
    boolean free =
        key == null || (label.equals(KeyLabels.IMPORT) && key.state() == State.DESTROYED);
    if (!free) {
      throw labelTaken(label);
    }
  }

  static CeremonyRefusedException labelTaken(String label) {
    return new CeremonyRefusedException(
        "LABEL_TAKEN",
        "there is or was a key " + label + " already; choose a label that was never used");
  }

  private static void requirePartitionKeysMissing(View view) {
    if (view.key(KeyLabels.REQUEST) != null && view.key(KeyLabels.BINDING) != null) {
      throw labelTaken(KeyLabels.REQUEST + " and " + KeyLabels.BINDING);
    }
  }

  private static void requireKek(String label, View view, List<State> states) {
    CustodyKey key = view.key(label);
    if (key == null) {
      throw new CeremonyRefusedException(
          "KEY_NOT_FOUND", "there is no key " + label + "; look at the list of keys");
    }
    if (!states.contains(key.state())) {
      throw wrongState(label, key, "");
    }
  }

  private static CeremonyRefusedException wrongState(String label, CustodyKey key, String hint) {
    return new CeremonyRefusedException(
        "KEY_STATE",
        "the key " + label + " is " + key.state() + hint + "; look at the list of keys");
  }

  private static void requireNotDestroyed(String label, View view) {
    CustodyKey key = view.key(label);
    if (key != null && key.state() == State.DESTROYED) {
      throw wrongState(label, key, ", and what was destroyed does not come back");
    }
  }

  /** From the active KEK to one that was not used yet; or to the end of one that was aborted. */
  private static void requireRotation(CeremonyPlan.KekRotation rotation, View view) {
    requireKek(rotation.from(), view, List.of(State.ACTIVE, State.DEACTIVATED));
    CustodyKey from = view.key(rotation.from());
    boolean begins = from != null && from.state() == State.ACTIVE;
    requireKek(rotation.to(), view, List.of(begins ? State.PRE_ACTIVE : State.ACTIVE));
  }

  private static void requireDestroyable(CeremonyPlan.KeyDestruction plan, View view) {
    String label = plan.label();
    CustodyKey key = view.key(label);
    if (key == null) {
      // Left over in the HSM by a ceremony that was aborted; nothing can depend on it.
      return;
    }
    if (key.state() == State.DESTROYED) {
      throw wrongState(label, key, " already");
    }
    if (!Arrays.equals(key.kcv(), HexFormat.of().parseHex(plan.kcv()))) {
      throw kcvDiffers(label);
    }
    if (KeyLabels.isSupport(label)) {
      throw inUse(label, "the server needs it as long as there are tokens and a log");
    }
    if (KeyLabels.isKek(label) && key.state() == State.ACTIVE) {
      throw wrongState(label, key, " and wraps new seeds; rotate to another KEK first");
    }
    long wrapped = view.wrappedSeeds().getOrDefault(label, 0L);
    if (wrapped > 0) {
      throw inUse(label, wrapped + " seeds are wrapped under it; rotate them to another KEK first");
    }
  }

  private static CeremonyRefusedException inUse(String label, String why) {
    return new CeremonyRefusedException("KEY_IN_USE", "the key " + label + " stays: " + why);
  }

  static CeremonyRefusedException kcvDiffers(String label) {
    return new CeremonyRefusedException(
        "KCV_DIFFERS",
        "the key check value of "
            + label
            + " is another than was said; make sure which key is meant, look at the list of keys");
  }
}
