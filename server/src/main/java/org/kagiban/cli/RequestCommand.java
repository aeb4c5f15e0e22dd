package org.kagiban.cli;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** A command whose request may be repeated under its id. */
abstract class RequestCommand extends ClientCommand {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "Repeat a request whose answer was lost. Default: a fresh UUID.")
  private String requestId = UUID.randomUUID().toString();

  final String requestId() {
    if (!FORM.matcher(requestId).matches()) {
      throw CliException.usage(
          "--request-id takes 8 to 64 of A-Z a-z 0-9 . _ -; leave it out for a fresh one");
    }
    return requestId;
  }

  @Override
  final Optional<String> repeat() {
    return Optional.of("to repeat this request add --request-id " + requestId);
  }
}
