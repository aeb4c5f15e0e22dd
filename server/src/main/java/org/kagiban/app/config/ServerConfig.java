package org.kagiban.app.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

/**
 * A server's whole configuration. Holds no secret: the PIN comes from elsewhere.
 *
 * @param institutions at least one, no id twice
 * @param callers at least one, no name and no certificate twice
 * @param metrics null where they are off
 * @param tracing null where it is off
 */
public record ServerConfig(
    ServerSection server,
    HsmSection hsm,
    StoreSection store,
    List<InstitutionSection> institutions,
    List<CallerSection> callers,
    List<RevokedSection> revoked,
    CustodySection custody,
    AuditSection audit,
    LogSection log,
    @Nullable MetricsSection metrics,
    @Nullable TracingSection tracing) {

  /**
   * Reads a file. Relative paths in it are relative to its folder.
   *
   * @throws ConfigException with every mistake that was found
   */
  public static ServerConfig read(Path file) throws ConfigException {
    Problems problems = new Problems("see `kagiban config example`");
    Section root = YamlFile.read(file, problems);
    ServerConfig config = read(root);
    problems.throwIfAny(file);
    return config;
  }

  private static ServerConfig read(Section root) {
    ServerSection server = ServerSection.read(root.section("server"));
    HsmSection hsm = HsmSection.read(root.section("hsm"));
    StoreSection store = StoreSection.read(root.section("store"));
    List<InstitutionSection> institutions = institutions(root);
    Set<String> known = new HashSet<>();
    institutions.forEach(institution -> known.add(institution.id()));
    List<CallerSection> callers = CallerSection.readAll(root.sections("callers"), known);
    List<RevokedSection> revoked = RevokedSection.readAll(root);
    CustodySection custody = CustodySection.read(root.optionalSection("custody"), store);
    AuditSection audit = AuditSection.read(root.optionalSection("audit"), store);
    LogSection log = LogSection.read(root.optionalSection("log"));
    MetricsSection metrics =
        root.has("metrics") ? MetricsSection.read(root.section("metrics")) : null;
    TracingSection tracing =
        root.has("tracing") ? TracingSection.read(root.section("tracing")) : null;
    for (String key : HsmSection.PIN_KEYS) {
      root.forbid(key, HsmSection.PIN_REFUSAL);
    }
    root.end();
    return new ServerConfig(
        server, hsm, store, institutions, callers, revoked, custody, audit, log, metrics, tracing);
  }

  private static List<InstitutionSection> institutions(Section root) {
    Set<String> ids = new HashSet<>();
    Set<String> prefixes = new HashSet<>();
    return root.sections("institutions").stream()
        .map(section -> InstitutionSection.read(section, ids, prefixes))
        .toList();
  }
}
