package org.kagiban.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.Patience;
import org.kagiban.verification.KnownSettings;
import org.kagiban.verification.KnownSettings.Setting;
import org.kagiban.verification.TrustedClock;

/**
 * Tells the audit log of every caller, revocation and policy that is another than the log knows.
 * Blocks until it is on disk. Used by one thread at a time.
 */
final class SettingsLog {
  private final KnownSettings known;
  private final TrustedClock clock;
  private final ServerConfig started;

  /**
   * @param started what the server runs with
   */
  SettingsLog(KnownSettings known, TrustedClock clock, ServerConfig started) {
    this.known = known;
    this.clock = clock;
    this.started = started;
  }

  /**
   * All that is in force from this start on.
   *
   * @throws org.kagiban.verification.UnavailableException where it cannot be written
   */
  void started() {
    Map<String, Setting> now = new TreeMap<>(roles(started));
    now.putAll(SettingsInForce.policies(started));
    tell(now, name -> true, List.of());
  }

  /**
   * What comes into force without a restart: callers and revocations.
   *
   * @param what says what has changed
   * @throws org.kagiban.verification.UnavailableException where it cannot be written
   */
  void reloaded(String what, ServerConfig next) {
    Instant now = clock.now();
    AuditEvent reloaded =
        AuditEvent.of(EventKind.CONFIGURATION_RELOADED, EventId.at(now), now)
            .with(EventField.REASON, what)
            .build();
    tell(roles(next), SettingsInForce::isRole, List.of(reloaded));
  }

  private Map<String, Setting> roles(ServerConfig config) {
    return SettingsInForce.roles(config, started.institutions());
  }

  private void tell(Map<String, Setting> now, Predicate<String> about, List<AuditEvent> before) {
    Map<String, Setting> was = new TreeMap<>();
    for (Setting setting : Patience.await(known.all())) {
      if (about.test(setting.name())) {
        was.put(setting.name(), setting);
      }
    }
    List<Setting> set = now.values().stream().filter(s -> !s.equals(was.get(s.name()))).toList();
    Set<String> gone = new TreeSet<>(was.keySet());
    gone.removeAll(now.keySet());
    List<AuditEvent> events = new ArrayList<>(before);
    set.forEach(setting -> events.add(changed(setting.name(), setting.person(), setting)));
    was.forEach(
        (name, setting) -> {
          if (gone.contains(name)) {
            events.add(changed(name, setting.person(), null));
          }
        });
    if (!events.isEmpty()) {
      Integer unused = Patience.await(known.replace(set, gone, events));
    }
  }

  /**
   * @param setting what holds from now on, null where nothing does
   */
  private AuditEvent changed(String name, @Nullable String person, @Nullable Setting setting) {
    Instant at = clock.now();
    EventKind kind =
        SettingsInForce.isRole(name) ? EventKind.ROLE_CHANGED : EventKind.POLICY_CHANGED;
    return AuditEvent.of(kind, EventId.at(at), at)
        .with(EventField.OBJECT, SettingsInForce.object(name))
        .with(EventField.PERSON, person)
        .with(EventField.ROLE, setting == null ? null : setting.role())
        .with(EventField.VALUE, setting == null ? null : setting.value())
        .build();
  }
}
