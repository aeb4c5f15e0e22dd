package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.ApproveCeremonyResponse;
import org.kagiban.v1.CeremonyAct;
import org.kagiban.yaml.VisibleText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban ceremony approve}. */
@Command(
    name = "approve",
    description = {
      "Read a ceremony's file and agree to it.",
      "Shows the file, what it asks for and its SHA-256, and asks for the hash's first 8 digits:"
          + " compare them with what the proposer told you by another way than the server."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:approved", Exit.USAGE_LINE, Exit.UNAVAILABLE_LINE, Exit.REFUSED_LINE},
    mixinStandardHelpOptions = true)
final class CeremonyApproveCommand extends OneCeremonyCommand {
  private static final int TYPED = 8;
  private static final int MAX_HOURS = 168;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Desk desk;

  @Option(
      names = "--hash",
      paramLabel = "HEX",
      description = "The whole SHA-256 of the file that you have read: asks nothing, for scripts.")
  private @Nullable String hash;

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "24",
      description =
          "How long the approval may be used, at most what the server's custody.approval-hours"
              + " says. Default: ${DEFAULT-VALUE}.")
  private int hours = 24;

  CeremonyApproveCommand(Desk desk) {
    this.desk = desk;
  }

  @Override
  void check() {
    super.check();
    if (hours < 1 || hours > MAX_HOURS) {
      throw CliException.usage("--hours takes 1 to " + MAX_HOURS);
    }
    if (hash != null && !HASH.matcher(hash.toLowerCase(Locale.ROOT)).matches()) {
      throw CliException.usage("--hash takes the whole SHA-256, 64 hexadecimal digits");
    }
    if (hash == null && !desk.prompts().available()) {
      throw CliException.usage(
          "there is no terminal to confirm at; read the file ('kagiban ceremony show %s'), then"
                  .formatted(id())
              + " give its SHA-256 with --hash HEX");
    }
  }

  @Override
  int run(Session session, Output output, FetchedCeremony fetched) {
    String words = PlanWords.of(fetched.plan());
    if (hash == null) {
      confirm(fetched, words);
    } else if (!hash.toLowerCase(Locale.ROOT).equals(fetched.hex())) {
      throw new CliException(
          Exit.REFUSED,
          "the file's SHA-256 is %s, not the one given; nothing was approved. Read what is there:"
                  .formatted(fetched.hex())
              + " kagiban ceremony show "
              + id());
    }
    Signing signing = Signing.with(session.connectFile(), desk.clock());
    ApproveCeremonyResponse response =
        session
            .ceremonies()
            .approveCeremony(
                ApproveCeremonyRequest.newBuilder()
                    .setCeremonyId(fetched.id().toString())
                    .setFileHash(ByteString.copyFrom(fetched.hash()))
                    .setSignature(
                        signing.sign(
                            Act.APPROVE, fetched.id(), fetched.hash(), Duration.ofHours(hours)))
                    .build());
    output.answer(response, () -> "approved\n" + CeremonyText.standing(response.getCeremony()));
    return Exit.OK;
  }

  private void confirm(FetchedCeremony fetched, String words) {
    Prompts prompts = desk.prompts();
    prompts.say("Ceremony " + fetched.id() + proposer(fetched));
    prompts.say("");
    prompts.say(words);
    prompts.say("");
    prompts.say("--- the file ---");
    prompts.say(CeremonyText.file(fetched.ceremony()));
    prompts.say("--- its end ---");
    prompts.say("");
    prompts.say("SHA-256  " + fetched.hex());
    String typed =
        prompts.line(
            "To approve, type the first " + TYPED + " digits that the proposer told you: ");
    if (!typed.toLowerCase(Locale.ROOT).equals(fetched.hex().substring(0, TYPED))) {
      throw CliException.usage(
          "these are not the first %d digits of the file's SHA-256; nothing was approved"
              .formatted(TYPED));
    }
  }

  private static String proposer(FetchedCeremony fetched) {
    if (fetched.ceremony().getActsCount() == 0) {
      return "";
    }
    CeremonyAct proposal = fetched.ceremony().getActs(0);
    return ", proposed by %s at %s"
        .formatted(
            VisibleText.of(proposal.getPerson()),
            CeremonyText.time(proposal.getSignature().getSignedAt()));
  }
}
