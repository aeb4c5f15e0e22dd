package org.kagiban.custody.ceremony;

import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys by their label, and on their way from state to state. */
public final class Keys {
  private Keys() {}

  /** Null where there is none. */
  public static @Nullable CustodyKey find(List<CustodyKey> keys, String label) {
    return keys.stream().filter(key -> key.label().equals(label)).findAny().orElse(null);
  }

  /** One that the HSM has just shown. */
  static CustodyKey of(KeyFacts facts, CustodyKey.State state, CeremonyEvents by) {
    return new CustodyKey(
        facts.label(),
        KeyLabels.kindOf(facts.label()),
        state,
        facts.kcv(),
        facts.kcvMethod(),
        by.now().truncatedTo(ChronoUnit.MICROS),
        by.ceremony());
  }

  /** One that was known before; the ceremony puts it into the state. */
  public static CustodyKey in(CustodyKey key, CustodyKey.State state, CeremonyEvents by) {
    return new CustodyKey(
        key.label(),
        key.kind(),
        state,
        key.kcv(),
        key.kcvMethod(),
        by.now().truncatedTo(ChronoUnit.MICROS),
        by.ceremony());
  }
}
