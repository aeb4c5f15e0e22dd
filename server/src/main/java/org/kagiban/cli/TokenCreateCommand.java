package org.kagiban.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.OtpType;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.CreateTokenResponse;
import org.kagiban.v1.HashAlgorithm;
import org.kagiban.v1.TokenProfile;
import org.kagiban.v1.TokenType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban token create}. */
@Command(
    name = "create",
    description = "Make a token: the HSM's seed comes wrapped under a key that stays here.",
    mixinStandardHelpOptions = true)
final class TokenCreateCommand extends RequestCommand {
  @Option(
      names = "--institution",
      required = true,
      paramLabel = "ID",
      description = "As the server's configuration names it.")
  private String institution = "";

  @Option(names = TokenCommand.DIR, paramLabel = "DIR", description = TokenCommand.DIR_HELP)
  private @Nullable Path dir;

  @Option(
      names = "--algorithm",
      defaultValue = "SHA1",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private org.kagiban.token.HashAlgorithm algorithm = org.kagiban.token.HashAlgorithm.SHA1;

  @Option(
      names = "--digits",
      defaultValue = "6",
      paramLabel = "N",
      description = "6 to 8. Default: ${DEFAULT-VALUE}.")
  private int digits = 6;

  @Option(
      names = "--period",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "30 or 60. Default: ${DEFAULT-VALUE}.")
  private int period = 30;

  private CreateTokenRequest request = CreateTokenRequest.getDefaultInstance();

  @Override
  void check() {
    if (folder().exists()) {
      throw CliException.usage(
          "%s holds a token already; name another folder with --dir".formatted(path()));
    }
    request =
        CreateTokenRequest.newBuilder()
            .setRequestId(requestId())
            .setInstitution(Fields.institution(institution))
            .setProfile(profile())
            .build();
  }

  private TokenProfile profile() {
    try {
      var checked = new org.kagiban.token.TokenProfile(OtpType.TOTP, algorithm, digits, period);
      return TokenProfile.newBuilder()
          .setType(TokenType.TOKEN_TYPE_TOTP)
          .setAlgorithm(HashAlgorithm.valueOf("HASH_ALGORITHM_" + checked.algorithm()))
          .setDigits(checked.digits())
          .setPeriodSeconds(checked.periodSeconds())
          .build();
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "--digits, --period: " + e.getMessage(), e);
    }
  }

  @Override
  int run(Session session, Output output) {
    CreateTokenResponse response = TokenMaker.make(session, request, folder());
    output.answer(
        response,
        () ->
            "CREATED  %s  in %s  event %s"
                .formatted(response.getTokenId(), path(), response.getEventId()));
    return Exit.OK;
  }

  private TokenFolder folder() {
    return new TokenFolder(path());
  }

  private Path path() {
    return dir != null ? dir : TokenCommand.defaultFolder();
  }
}
