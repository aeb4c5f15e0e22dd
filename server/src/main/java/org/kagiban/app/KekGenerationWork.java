package org.kagiban.app;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.HsmSection;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyPlan.KekGeneration;
import org.kagiban.custody.ceremony.HsmOutcome;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.hsm.OfficerSession;

/** Makes a KEK. */
final class KekGenerationWork implements OfficerWork {
  private final CeremonyId id;
  private final KekGeneration plan;
  private @Nullable KeyFacts made;

  KekGenerationWork(CeremonyId id, KekGeneration plan) {
    this.id = id;
    this.plan = plan;
  }

  @Override
  public void asOfficer(OfficerSession officer) {
    made = officer.generateKek(plan.label(), id.toString());
  }

  @Override
  public HsmOutcome asUser(HsmSection hsm) {
    KeyFacts facts = Objects.requireNonNull(made, "the officer comes first");
    return new HsmOutcome(id, plan.kind(), List.of(HsmOutcome.Key.of(facts)), List.of(), Map.of());
  }

  @Override
  public void close() {}
}
