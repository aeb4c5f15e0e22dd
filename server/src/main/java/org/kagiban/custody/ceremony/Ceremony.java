package org.kagiban.custody.ceremony;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ceremony as the store keeps it. Immutable.
 *
 * @param kind as in the file, such as kek-generation
 * @param file the file's bytes as proposed, at most 64 KiB
 * @param signed everything that was signed about it, in order; the first is the proposal
 * @param outcome what came of it, YAML; null until it was executed or aborted
 */
public record Ceremony(
    CeremonyId id,
    String kind,
    byte[] file,
    Status status,
    List<Signed> signed,
    @Nullable String outcome) {
  /** Where a ceremony stands. The names are stored. */
  public enum Status {
    PROPOSED,
    CANCELLED,
    RUNNING,
    EXECUTED,
    ABORTED
  }

  public Ceremony {
    signed = List.copyOf(signed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ceremony that
        && id.equals(that.id)
        && kind.equals(that.kind)
        && Arrays.equals(file, that.file)
        && status == that.status
        && signed.equals(that.signed)
        && Objects.equals(outcome, that.outcome);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return kind + " " + id + " " + status;
  }
}
