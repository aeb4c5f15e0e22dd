package org.kagiban.custody.ceremony;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key of the partition's and where it is in its life (NIST SP 800-57 part 1, section 7).
 *
 * @param label its CKA_LABEL, once only in a partition's life but for the import key
 * @param kind as the ceremony that made it says, such as kek
 * @param kcv key check value
 * @param kcvMethod how the key check value was made, such as AES-CMAC of a zero block
 * @param since when it came into this state, to the microsecond
 * @param ceremony the ceremony that put it there
 */
public record CustodyKey(
    String label,
    String kind,
    State state,
    byte[] kcv,
    String kcvMethod,
    Instant since,
    CeremonyId ceremony) {
  /** The names are stored. */
  public enum State {
    /** Made, not used yet. */
    PRE_ACTIVE,
    /** Protects what is new. */
    ACTIVE,
    /** Protects nothing new, still needed for what it protects. */
    DEACTIVATED,
    DESTROYED
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CustodyKey that
        && label.equals(that.label)
        && kind.equals(that.kind)
        && state == that.state
        && Arrays.equals(kcv, that.kcv)
        && kcvMethod.equals(that.kcvMethod)
        && since.equals(that.since)
        && ceremony.equals(that.ceremony);
  }

  @Override
  public int hashCode() {
    return label.hashCode();
  }
}
