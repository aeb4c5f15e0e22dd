package org.kagiban.cli;

import org.jspecify.annotations.Nullable;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import picocli.CommandLine.Option;

/** Whose code it is: a Token ID, or an institution and its subscriber. */
final class SubjectOptions {
  @Option(names = "--token", paramLabel = "TOKEN-ID", description = "Such as VSST12345678.")
  private @Nullable String token;

  @Option(names = "--institution", paramLabel = "ID", description = "With --subscriber.")
  private @Nullable String institution;

  @Option(
      names = "--subscriber",
      paramLabel = "ID",
      description = "The channel's own id of the customer, such as the contract ID (契約者ID).")
  private @Nullable String subscriber;

  Subject subject() {
    if (token != null && institution == null && subscriber == null) {
      return Subject.newBuilder().setTokenId(Fields.tokenId("--token", token)).build();
    }
    if (token == null && institution != null && subscriber != null) {
      return Subject.newBuilder().setSubscriber(subscriber(institution, subscriber)).build();
    }
    throw CliException.usage(
        "say whose code it is: either --token, or both --institution and --subscriber");
  }

  static Subscriber subscriber(String institution, String subscriber) {
    return Subscriber.newBuilder()
        .setInstitution(Fields.institution(institution))
        .setSubscriberId(Fields.subscriber(institution, subscriber))
        .build();
  }
}
