package org.kagiban.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kagiban.app.config.CallerSection;
import org.kagiban.app.config.RevokedSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.config.ServerSection;
import org.kagiban.rpc.Admission;

/** Says what is different in a changed configuration, for the logs. Pure. */
final class ConfigChanges {
  /** Longest text; what does not fit is in the configuration file's own history. */
  private static final int MAX_TEXT = 2000;

  private ConfigChanges() {}

  /** What a running server can take over. Empty where nothing of that changed. */
  static List<String> inForce(
      ServerConfig before, ServerConfig after, Admission old, Admission next) {
    List<String> changes = new ArrayList<>();
    callers(changes, byName(before), byName(after));
    Set<String> revoked = certificates(before);
    Set<String> nowRevoked = certificates(after);
    add(changes, "certificates revoked", without(nowRevoked, revoked));
    add(changes, "revocations taken back", without(revoked, nowRevoked));
    if (!next.sameCertificate(old)) {
      changes.add("server certificate");
    }
    if (!next.sameAuthorities(old)) {
      changes.add("client authorities");
    }
    return changes;
  }

  private static void callers(
      List<String> changes, Map<String, CallerSection> old, Map<String, CallerSection> now) {
    add(changes, "callers added", without(now.keySet(), old.keySet()));
    add(changes, "callers removed", without(old.keySet(), now.keySet()));
    Set<String> changed = new TreeSet<>(now.keySet());
    changed.retainAll(old.keySet());
    changed.removeIf(name -> Objects.equals(old.get(name), now.get(name)));
    add(changes, "callers changed", changed);
  }

  /** One line, at most {@value #MAX_TEXT} characters. */
  static String text(List<String> changes) {
    String text = String.join("; ", changes);
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
  }

  /** The sections whose changes wait for the next start. */
  static List<String> needRestart(ServerConfig started, ServerConfig next) {
    Map<String, Boolean> same = new TreeMap<>();
    same.put("server", butFiles(started.server(), next.server()).equals(started.server()));
    same.put("hsm", next.hsm().equals(started.hsm()));
    same.put("store", next.store().equals(started.store()));
    same.put("institutions", next.institutions().equals(started.institutions()));
    same.put("custody", next.custody().equals(started.custody()));
    same.put("audit", next.audit().equals(started.audit()));
    same.put("log", next.log().equals(started.log()));
    same.put("metrics", Objects.equals(next.metrics(), started.metrics()));
    same.put("tracing", Objects.equals(next.tracing(), started.tracing()));
    return same.keySet().stream().filter(section -> !same.getOrDefault(section, false)).toList();
  }

  private static ServerSection butFiles(ServerSection started, ServerSection next) {
    return new ServerSection(
        next.host(),
        next.port(),
        started.certificate(),
        started.key(),
        started.clientCa(),
        next.callsPerConnection());
  }

  private static void add(List<String> changes, String what, Set<String> names) {
    if (!names.isEmpty()) {
      changes.add(what + ": " + String.join(" ", names));
    }
  }

  private static Map<String, CallerSection> byName(ServerConfig config) {
    Map<String, CallerSection> callers = new TreeMap<>();
    config.callers().forEach(caller -> callers.put(caller.name(), caller));
    return callers;
  }

  private static Set<String> certificates(ServerConfig config) {
    return config.revoked().stream()
        .map(RevokedSection::certificate)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
