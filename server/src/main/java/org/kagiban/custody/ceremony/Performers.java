package org.kagiban.custody.ceremony;

import java.util.HashMap;
import java.util.Map;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.RunListener;
import org.kagiban.custody.ceremony.Performer.Performed;

/** Who performs which kind of ceremony. Filled at start-up, then only read. */
public final class Performers {
  private final Map<Class<?>, Entry<?>> entries = new HashMap<>();

  /** Both belong together by type, which the map cannot say. */
  private record Entry<P extends CeremonyPlan>(Class<P> plan, Performer<P> performer) {
    void check(CeremonyPlan asked) {
      performer.check(plan.cast(asked));
    }

    Performed perform(
        CeremonyId id, Custodian by, CeremonyPlan asked, RunInput input, RunListener listener) {
      return performer.perform(id, by, plan.cast(asked), input, listener);
    }
  }

  /** The last one for a kind counts. */
  public <P extends CeremonyPlan> Performers with(Class<P> plan, Performer<P> performer) {
    entries.put(plan, new Entry<>(plan, performer));
    return this;
  }

  /**
   * @throws IllegalStateException where a kind that the server performs has nobody
   */
  void requireAll() {
    for (Class<?> plan : CeremonyPlan.class.getPermittedSubclasses()) {
      if (!entries.containsKey(plan) && !KeysOfPlan.AT_HSM.contains(plan)) {
        throw new IllegalStateException("nobody performs " + plan.getSimpleName());
      }
    }
  }

  /** As {@link Performer#check}; what is done at the HSM is checked there. */
  void check(CeremonyPlan plan) {
    Entry<?> entry = entries.get(plan.getClass());
    if (entry != null) {
      entry.check(plan);
    }
  }

  Performed perform(
      CeremonyId id, Custodian by, CeremonyPlan plan, RunInput input, RunListener listener) {
    Entry<?> entry = entries.get(plan.getClass());
    if (entry == null) {
      throw new IllegalStateException("nobody performs " + plan.kind());
    }
    return entry.perform(id, by, plan, input, listener);
  }
}
