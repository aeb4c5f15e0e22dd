package org.kagiban.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.RunCeremonyRequest;

/** A run that is performed here: made ready first, begun in the server, done, and reported. */
final class RunAtHsm {
  private final Desk desk;
  private final Running running;

  RunAtHsm(Desk desk, Running running) {
    this.desk = desk;
    this.running = running;
  }

  Ceremony run(
      FetchedCeremony fetched, CeremonyPlan plan, @Nullable Path config, @Nullable Path soPin) {
    AtHsm hsm = desk.atHsm();
    if (hsm == null || config == null) {
      throw CliException.usage("run this at the HSM's machine with --at-hsm kagiban.yaml");
    }
    try (AtHsm.Prepared ready = hsm.prepare(config, soPin, fetched.id(), plan, desk.prompts())) {
      Ceremony unused = running.inServer(fetched, RunCeremonyRequest.newBuilder());
      return running.finish(fetched, ready.perform());
    }
  }
}
