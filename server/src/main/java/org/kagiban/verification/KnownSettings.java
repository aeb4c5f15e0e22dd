package org.kagiban.verification;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;

/**
 * The settings that the audit log has told of last: callers, revocations, policies. Thread-safe;
 * futures as in {@link TokenLedger}.
 */
public interface KnownSettings {
  /** All, by name. */
  CompletableFuture<List<Setting>> all();

  /**
   * Replaces settings, together with the events that tell of it: on disk before the future
   * completes, or nothing is. May be repeated after a failure: look at {@link #all} first.
   *
   * @param set new or changed ones
   * @param gone names of those that are no more
   * @param events at least one
   */
  CompletableFuture<Integer> replace(
      Collection<Setting> set, Collection<String> gone, List<AuditEvent> events);

  /**
   * One setting.
   *
   * @param name what it is about: a caller's name, a revoked certificate, {@code institution} and
   *     its id after a space, or {@code custody}
   * @param role of a caller, null for others
   * @param person who uses a caller's certificate, null for others
   * @param value name=value, a space between each two
   */
  record Setting(String name, @Nullable String role, @Nullable String person, String value) {}
}
