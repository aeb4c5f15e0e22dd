package org.kagiban.app.doctor;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.hsm.Partition;
import org.kagiban.rpc.TlsFiles;

/**
 * All checks, one area after another; what fails in one does not keep the others from being made.
 */
public final class Doctor {
  private static final String REPORT = "a fault of Kagiban itself: please report it with this line";

  private final ServerConfig config;
  private final Clock clock;
  private final boolean deep;
  private final Consumer<Finding> listener;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param deep also what takes long in a large database
   * @param listener takes each finding as it is made
   */
  public Doctor(ServerConfig config, Clock clock, boolean deep, Consumer<Finding> listener) {
    this.config = config;
    this.clock = clock;
    this.deep = deep;
    this.listener = listener;
  }

  /**
   * Looks at everything.
   *
   * @param tls the server's files
   * @param hsm opens a partition, which is closed again; null where the HSM is to be left out
   */
  public List<Finding> run(TlsFiles tls, @Nullable Function<HsmSection, Partition> hsm) {
    area("config", found -> new ConfigCheck(config, found).run());
    area("files", found -> new FileCheck(config, found).run());
    area("certificates", found -> new CertificateCheck(tls, clock.instant(), found).run());
    StoreFacts store = new StoreFacts();
    area("store", found -> store(found, store));
    area("clock", found -> new ClockCheck(clock.instant(), found).run(store));
    HsmFacts keys = new HsmFacts();
    if (hsm != null) {
      HsmSection home = config.hsm();
      area("hsm", found -> new HsmCheck(home, found).run(() -> hsm.apply(home), store, keys));
      for (HsmSection other : home.others()) {
        area("hsm", found -> new HsmCheck(other, found).runOther(() -> hsm.apply(other), keys));
      }
    }
    area("log", found -> new LogCheck(config, clock, found).run(store, keys));
    return List.copyOf(findings);
  }

  private void store(Findings found, StoreFacts facts) {
    Path file = config.store().sqlite();
    if (file == null) {
      new PostgresCheck(config.store().location(), found).run(facts);
    } else {
      new StoreCheck(file, deep, found).run(facts);
    }
  }

  private void area(String name, Consumer<Findings> check) {
    Findings found = new Findings(name, listener);
    try {
      check.accept(found);
    } catch (RuntimeException e) {
      found.fail("this area could not be looked at: " + e, REPORT);
    }
    findings.addAll(found.all());
  }
}
