package org.kagiban.app;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.app.config.ConfigFuzz;
import org.kagiban.audit.EventEncodingFuzz;
import org.kagiban.audit.proof.ProofFuzz;
import org.kagiban.custody.pskc.SeedFileFuzz;
import org.kagiban.fuzz.FuzzTarget;
import org.kagiban.fuzz.Tagged;
import org.kagiban.rpc.FieldRulesFuzz;

/** All targets in one; the first byte says which. For a short run, whose start is what it costs. */
public final class EveryFuzz implements FuzzTarget {
  static final List<Class<? extends FuzzTarget>> TARGETS =
      List.of(
          EventEncodingFuzz.class,
          ProofFuzz.class,
          SeedFileFuzz.class,
          ConfigFuzz.class,
          FieldRulesFuzz.class);

  private final List<FuzzTarget> targets =
      TARGETS.stream().map(one -> FuzzTarget.named(one.getName())).toList();

  @Override
  public void feed(byte[] data) throws Exception {
    Tagged tagged = Tagged.of(data);
    targets.get(tagged.tag() % targets.size()).feed(tagged.rest());
  }

  @Override
  public List<byte[]> seeds() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      for (byte[] seed : FuzzTest.known(targets.get(i))) {
        seeds.add(new Tagged(i, seed).data());
      }
    }
    return seeds;
  }
}
