package org.kagiban.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.CallerSection;
import org.kagiban.app.config.InstitutionSection;
import org.kagiban.app.config.RevokedSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.token.TokenPolicy;
import org.kagiban.verification.KnownSettings.Setting;

/** What a configuration puts in force, in words that the audit log keeps. Pure. */
final class SettingsInForce {
  static final String CALLER = "caller ";
  static final String REVOKED = "revoked ";
  private static final String INSTITUTION = "institution ";
  private static final String CUSTODY = "custody";

  /** Bytes of a value: with a hash in place of the rest it fits a field of the log. */
  private static final int MOST = 3900;

  private SettingsInForce() {}

  static boolean isRole(String name) {
    return name.startsWith(CALLER) || name.startsWith(REVOKED);
  }

  /** What a change is about, as the log says it. */
  static String object(String name) {
    return isRole(name) ? name.substring(name.indexOf(' ') + 1) : name;
  }

  /**
   * Callers and revocations, by name.
   *
   * @param running the institutions that the server works for
   */
  static Map<String, Setting> roles(ServerConfig config, List<InstitutionSection> running) {
    Map<String, Setting> roles = new TreeMap<>();
    for (CallerSection caller : config.callers()) {
      String institutions =
          running.stream()
              .map(InstitutionSection::id)
              .filter(caller.institutions()::contains)
              .sorted()
              .collect(Collectors.joining(","));
      put(
          roles,
          CALLER + caller.name(),
          caller.role().name().toLowerCase(Locale.ROOT),
          caller.person(),
          "institutions=" + institutions + " certificate=" + caller.certificate());
    }
    for (RevokedSection revoked : config.revoked()) {
      String since = revoked.since() == null ? "" : " since=" + revoked.since();
      put(roles, REVOKED + revoked.certificate(), null, null, "revoked=true" + since);
    }
    return roles;
  }

  /** Policies of institutions and of custody, by name. */
  static Map<String, Setting> policies(ServerConfig config) {
    Map<String, Setting> policies = new TreeMap<>();
    for (InstitutionSection section : config.institutions()) {
      String value = "token-id-prefix=" + section.tokenIdPrefix() + " " + text(section.policy());
      put(policies, INSTITUTION + section.id(), null, null, value);
    }
    String value =
        "approvals="
            + config.custody().approvals()
            + " approval-hours="
            + config.custody().approvalLife().toHours()
            + " seeds="
            + config.hsm().seeds().name().toLowerCase(Locale.ROOT)
            + " kek-not-enforced="
            + (config.hsm().acceptsKekNotEnforced() ? "accepted" : "refused");
    put(policies, CUSTODY, null, null, value);
    return policies;
  }

  private static String text(TokenPolicy policy) {
    Duration unlock = policy.autoUnlock();
    return "window="
        + policy.window()
        + " look-ahead="
        + policy.lookAhead()
        + " lock-limit="
        + policy.lockLimit()
        + " auto-unlock="
        + (unlock == null ? "never" : unlock.toSeconds() + "s")
        + " enrollment-window="
        + policy.enrollmentWindow()
        + " drift-limit="
        + policy.driftLimit()
        + " counter-limit="
        + policy.counterLimit()
        + " temporary-code-uses="
        + policy.temporaryCodeUses()
        + " temporary-code-days="
        + policy.temporaryCodeDays();
  }

  private static void put(
      Map<String, Setting> all,
      String name,
      @Nullable String role,
      @Nullable String person,
      String value) {
    all.put(name, new Setting(name, role, person, fitting(value)));
  }

  /** The value, or its beginning and the SHA-256 of all of it. */
  static String fitting(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST) {
      return value;
    }
    int end = MOST;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    String begin = new String(bytes, 0, end, StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return begin + "... sha256=" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
