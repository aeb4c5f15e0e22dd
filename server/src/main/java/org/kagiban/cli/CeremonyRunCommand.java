package org.kagiban.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.CeremonyStatus;
import org.kagiban.v1.RunCeremonyRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban ceremony run}. */
@Command(
    name = "run",
    description = {
      "Begin an approved ceremony and perform it; its approvals are used up.",
      "Run it again to take up what was cut off. Where the server performs it, it goes on there"
          + " when this command ends early.",
      "A vendor's transport key: asks each custodian for their component.",
      "A ceremony that takes the security officer's PIN: at the HSM's machine, with --at-hsm."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      "0:executed",
      Exit.USAGE_LINE,
      Exit.UNAVAILABLE_LINE,
      "4:the server refused, or it was executed and seed records were refused"
    },
    mixinStandardHelpOptions = true)
final class CeremonyRunCommand extends OneCeremonyCommand {
  private final Desk desk;

  @Option(
      names = "--at-hsm",
      paramLabel = "FILE",
      description = "The server's kagiban.yaml: perform it here, where the HSM is.")
  private @Nullable Path config;

  @Option(
      names = "--so-pin-file",
      paramLabel = "FILE",
      description =
          "With --at-hsm: the security officer's PIN, a file of mode 0600; asked for otherwise.")
  private @Nullable Path soPin;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "A seed batch: every refused record and why; must not exist.")
  private @Nullable Path report;

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description =
          "A transport key: SHA-256 of the import key from its ceremony; another one is refused.")
  private @Nullable String fingerprint;

  CeremonyRunCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  void check() {
    super.check();
    if (config != null && !Files.isReadable(config)) {
      throw CliException.usage(
          "cannot read %s; --at-hsm takes the server's configuration file".formatted(config));
    }
    if (config != null && desk.atHsm() == null) {
      throw CliException.usage("this program reaches no HSM; use the server's own kagiban command");
    }
  }

  @Override
  Optional<String> repeat() {
    return Optional.of(
        "where it has begun it may go on in the server: kagiban ceremony show %s; to take it up"
                .formatted(id())
            + " run this again");
  }

  @Override
  int run(Session session, Output output, FetchedCeremony fetched) {
    CeremonyPlan plan = fetched.plan();
    requireReady(fetched, plan);
    try (RefusalReport refusals = RefusalReport.to(report, output)) {
      Running running = new Running(session, output, refusals, desk.clock());
      Ceremony last =
          plan.byServer()
              ? running.inServer(fetched, input(session, plan))
              : new RunAtHsm(desk, running).run(fetched, plan, config, soPin);
      refusals.show();
      output.answer(last, () -> CeremonyText.standing(last));
      boolean whole =
          last.getStatus() == CeremonyStatus.CEREMONY_STATUS_EXECUTED && refusals.count() == 0;
      return whole ? Exit.OK : Exit.REFUSED;
    }
  }

  /** Before anybody is asked for a PIN or a component. */
  private void requireReady(FetchedCeremony fetched, CeremonyPlan plan) {
    Ceremony ceremony = fetched.ceremony();
    CeremonyStatus status = ceremony.getStatus();
    boolean open =
        status == CeremonyStatus.CEREMONY_STATUS_PROPOSED
            || status == CeremonyStatus.CEREMONY_STATUS_RUNNING;
    if (!open || ceremony.getApprovalsMissing() > 0) {
      throw new CliException(
          Exit.REFUSED, "the ceremony cannot begin: " + CeremonyText.line(ceremony));
    }
    if (plan.byServer() && config != null) {
      throw CliException.usage("the server performs this ceremony; leave out --at-hsm");
    }
    if (!plan.byServer() && config == null) {
      throw CliException.usage(
          ("a ceremony of kind %s takes the security officer's PIN: run this at the HSM's machine"
                  + " with --at-hsm kagiban.yaml")
              .formatted(plan.kind()));
    }
  }

  private RunCeremonyRequest.Builder input(Session session, CeremonyPlan plan) {
    RunCeremonyRequest.Builder request = RunCeremonyRequest.newBuilder();
    if (plan instanceof CeremonyPlan.TransportKey key) {
      new TransportKeyEntry(desk.prompts(), fingerprint).fill(session, key, request);
    }
    return request;
  }
}
