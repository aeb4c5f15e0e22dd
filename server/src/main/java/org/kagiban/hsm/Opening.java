package org.kagiban.hsm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens between an initialised library and a partition that serves. */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  /** A partition that serves. */
  record Opened(Generation generation, Slots.Found partition, List<MissingFeature> missing) {}

  private Opening() {}

  /**
   * @throws HsmSetupException where the partition cannot be used as it is
   * @throws HsmException where the HSM fails
   */
  static Opened open(
      Library library,
      Library.Instance instance,
      HsmConfig config,
      SeedKeeping keeping,
      HsmObserver observer,
      Pin pin) {
    if (!library.enter(instance)) {
      throw new HsmSetupException("the PKCS#11 library was finalised meanwhile");
    }
    try {
      Slots.Found partition = Slots.find(instance.pkcs11(), config);
      List<MissingFeature> missing = probe(instance, partition, config.quirks());
      Generation generation =
          new Generation(library, instance, partition.slot(), config.quirks(), keeping, observer);
      try {
        return fill(generation, partition, missing, config, keeping, pin);
      } catch (RuntimeException e) {
        // Or the application would stay logged in through this session.
        closeAfter(e, generation.keeper());
        throw e;
      }
    } finally {
      library.leave();
    }
  }

  private static Opened fill(
      Generation generation,
      Slots.Found partition,
      List<MissingFeature> missing,
      HsmConfig config,
      SeedKeeping keeping,
      Pin pin) {
    HsmSession keeper = generation.keeper();
    Login.user(keeper, pin, config.partitionName());
    generation.setSeedLock(seedLock(keeper, partition, config, keeping));
    int seeds = SeedObjects.inventory(keeper, generation.seeds());
    generation.setKeys(PartitionKeys.find(keeper, config.quirks()));
    LOG.info("partition {} is open and holds {} seeds", partition, seeds);
    return new Opened(generation, partition, withExtraction(keeper, partition, missing));
  }

  private static SeedLock seedLock(
      HsmSession session, Slots.Found partition, HsmConfig config, SeedKeeping keeping) {
    List<String> gaps = trustedOnlyGaps(session);
    String what = "partition " + partition + ": " + String.join("; ", gaps);
    if (gaps.isEmpty()) {
      LOG.info("partition {} lets seeds leave under the security officer's keys only", partition);
    } else if (keeping.place() == SeedPlace.RESIDENT) {
      LOG.warn("{}. Resident seeds can be neither moved nor backed up", what);
    } else if (keeping.acceptNotEnforced()) {
      LOG.warn("{}. Accepted by the configuration (kek-not-enforced)", what);
    } else {
      throw new HsmSetupException(
          what
              + ". Wrapped seeds are not used here, unless the configuration accepts that by name:"
              + " kek-not-enforced");
    }
    return new SeedLock(gaps.isEmpty(), config.quirks());
  }

  private static List<String> trustedOnlyGaps(HsmSession session) {
    try {
      return KekEnforcement.wrapWithTrusted(session);
    } catch (HsmException e) {
      if (e.lost()) {
        throw e;
      }
      return List.of("CKA_WRAP_WITH_TRUSTED is not enforced (" + e.getMessage() + ")");
    }
  }

  private static List<MissingFeature> probe(
      Library.Instance instance, Slots.Found partition, ProviderQuirks quirks) {
    Set<Long> present = new HashSet<>();
    long[] list =
        HsmSession.run(
            "C_GetMechanismList", () -> instance.pkcs11().C_GetMechanismList(partition.slot()));
    for (long mechanism : list) {
      present.add(mechanism);
    }
    List<MissingFeature> missing = Mechanisms.missing(present, quirks.keyWrap());
    missing.forEach(feature -> LOG.warn("partition {}: {}", partition, feature));
    if (missing.stream().anyMatch(MissingFeature::fatal)) {
      throw new HsmSetupException(
          "partition "
              + partition
              + " cannot do what Kagiban needs: "
              + missing.stream().map(MissingFeature::toString).collect(Collectors.joining("; ")));
    }
    return missing;
  }

  private static List<MissingFeature> withExtraction(
      HsmSession session, Slots.Found partition, List<MissingFeature> missing) {
    List<MissingFeature> all = new ArrayList<>(missing);
    ExtractionProbe.run(session)
        .ifPresent(
            feature -> {
              LOG.warn("partition {}: {}", partition, feature);
              all.add(feature);
            });
    return List.copyOf(all);
  }

  private static void closeAfter(RuntimeException failure, HsmSession session) {
    try {
      session.close();
    } catch (HsmException e) {
      failure.addSuppressed(e);
    }
  }
}
