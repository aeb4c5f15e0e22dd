package org.kagiban.app.doctor;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.kagiban.app.config.CallerSection;
import org.kagiban.app.config.CallerSection.RoleName;
import org.kagiban.app.config.InstitutionSection;
import org.kagiban.app.config.LogSection;
import org.kagiban.app.config.PinSource;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.token.TokenPolicy;

/** What a configuration may say and seldom should. */
final class ConfigCheck {
  private static final int WIDE_WINDOW = 3;
  private static final int MANY_GUESSES = 20;
  private static final Duration SHORT_LOCK = Duration.ofMinutes(5);

  private final ServerConfig config;
  private final Findings found;

  ConfigCheck(ServerConfig config, Findings found) {
    this.config = config;
    this.found = found;
  }

  void run() {
    found.ok(
        "the configuration is read: "
            + config.institutions().size()
            + " institution(s), "
            + config.callers().size()
            + " caller(s)");
    config.institutions().forEach(this::policy);
    people();
    if (config.hsm().acceptsKekNotEnforced()) {
      found.warn(
          "hsm.accept: kek-not-enforced: whoever has the user PIN can read wrapped seeds",
          "use an HSM that enforces its KEK, and remove the line");
    }
    if (config.hsm().all().stream().anyMatch(hsm -> hsm.pin() instanceof PinSource.Prompt)) {
      found.warn(
          "hsm.pin-prompt: the server cannot start again by itself",
          "set hsm.pin-file or hsm.pin-fd where it runs as a service");
    }
    if (config.audit().witnesses().isEmpty()) {
      found.warn(
          "the log has no witness: a rolled-back log can be shown only by who kept a checkpoint",
          "name witnesses under audit.witnesses; kagiban audit witness --help");
    }
    if (config.log().level() == LogSection.Level.DEBUG) {
      found.warn("log.level: debug fills disks", "set it to info");
    }
    if (config.metrics() == null) {
      found.warn("no metrics are served", "set metrics.listen: 127.0.0.1:9464");
    }
  }

  private void policy(InstitutionSection institution) {
    TokenPolicy policy = institution.policy();
    String of = "institution " + institution.id() + ": ";
    if (policy.window() > WIDE_WINDOW) {
      found.warn(
          of + "window " + policy.window() + " lets a code be guessed more easily",
          "set policy.window to 1 and let drift follow the tokens' clocks");
    }
    if (policy.lockLimit() > MANY_GUESSES) {
      found.warn(
          of + "lock-limit " + policy.lockLimit() + " allows many guesses",
          "set policy.lock-limit to 10 or fewer");
    }
    Duration unlock = policy.autoUnlock();
    if (unlock != null && unlock.compareTo(SHORT_LOCK) < 0) {
      found.warn(
          of + "auto-unlock after " + unlock.toSeconds() + " s makes guessing quick",
          "set policy.auto-unlock to 30m or never");
    }
  }

  private void people() {
    Set<String> custodians = new HashSet<>();
    boolean auditor = false;
    for (CallerSection caller : config.callers()) {
      if (caller.role() == RoleName.CUSTODIAN) {
        custodians.add(caller.person());
      }
      auditor |= caller.role() == RoleName.AUDITOR;
    }
    int needed = config.custody().approvals() + 1;
    found.expect(
        custodians.size() >= needed,
        custodians.size() + " custodians, " + needed + " needed for a ceremony",
        "a ceremony needs " + needed + " people, and " + custodians.size() + " are custodians",
        "give more people a certificate with role custodian under callers");
    if (!auditor) {
      found.warn("nobody may look at the log", "give somebody the role auditor under callers");
    }
  }
}
