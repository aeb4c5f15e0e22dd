package org.kagiban.app;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kagiban.app.config.CallerSection;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.InstitutionSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.config.ServerSection;
import org.kagiban.custody.ActiveKek;
import org.kagiban.hsm.HsmConfig;
import org.kagiban.hsm.SeedKeeping;
import org.kagiban.hsm.SeedPlace;
import org.kagiban.rpc.CallerDirectory;
import org.kagiban.rpc.KnownCaller;
import org.kagiban.rpc.Role;
import org.kagiban.rpc.RpcSettings;
import org.kagiban.rpc.TlsFiles;
import org.kagiban.token.Institution;
import org.kagiban.token.TokenPolicy;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Policies;

/** The configuration in each room's own words. */
final class Adapters {
  private Adapters() {}

  static HsmConfig hsm(HsmSection hsm) {
    return new HsmConfig(
        hsm.library().path(),
        hsm.partition(),
        hsm.serial(),
        hsm.workers(),
        hsm.queue(),
        hsm.callLimit(),
        hsm.library().provider().quirks(),
        hsm.library().initialize());
  }

  static SeedKeeping keeping(HsmSection hsm, ActiveKek active) {
    return new SeedKeeping(
        hsm.seeds() == HsmSection.Seeds.WRAPPED ? SeedPlace.WRAPPED : SeedPlace.RESIDENT,
        active,
        hsm.unwrapped(),
        hsm.acceptsKekNotEnforced());
  }

  static Policies policies(ServerConfig config) {
    Map<Institution, TokenPolicy> policies = new HashMap<>();
    for (InstitutionSection institution : config.institutions()) {
      policies.put(institution.institution(), institution.policy());
    }
    return new Policies(policies);
  }

  static Set<Institution> institutions(ServerConfig config) {
    Set<Institution> institutions = new HashSet<>();
    config.institutions().forEach(section -> institutions.add(section.institution()));
    return institutions;
  }

  static Map<Institution, String> prefixes(ServerConfig config) {
    Map<Institution, String> prefixes = new HashMap<>();
    for (InstitutionSection institution : config.institutions()) {
      prefixes.put(institution.institution(), institution.tokenIdPrefix());
    }
    return prefixes;
  }

  static RpcSettings rpc(ServerConfig config) {
    ServerSection server = config.server();
    return new RpcSettings(
        server.address(),
        tls(config),
        callers(config, config.institutions()),
        server.callsPerConnection());
  }

  static TlsFiles tls(ServerConfig config) {
    ServerSection server = config.server();
    return new TlsFiles(server.certificate(), server.key(), server.clientCa());
  }

  /**
   * @param running the institutions that the server works for, which a configuration that is read
   *     later may not know, or not only
   */
  static CallerDirectory callers(ServerConfig config, List<InstitutionSection> running) {
    Map<String, KnownCaller> callers = new HashMap<>();
    for (CallerSection section : config.callers()) {
      Set<Institution> institutions = new HashSet<>();
      running.stream()
          .map(InstitutionSection::institution)
          .filter(institution -> section.institutions().contains(institution.id()))
          .forEach(institutions::add);
      callers.put(
          section.certificate(),
          new KnownCaller(
              new Caller(section.name(), institutions),
              Role.valueOf(section.role().name()),
              section.person()));
    }
    Set<String> revoked = new HashSet<>();
    config.revoked().forEach(section -> revoked.add(section.certificate()));
    return new CallerDirectory(callers, revoked);
  }
}
