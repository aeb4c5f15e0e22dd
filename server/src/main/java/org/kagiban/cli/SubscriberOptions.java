package org.kagiban.cli;

import org.kagiban.v1.Subscriber;
import picocli.CommandLine.Option;

/** Which customer. */
final class SubscriberOptions {
  @Option(
      names = "--institution",
      required = true,
      paramLabel = "ID",
      description = "As the server's configuration names it.")
  private String institution = "";

  @Option(
      names = "--subscriber",
      required = true,
      paramLabel = "ID",
      description = "The channel's own id of the customer, such as the contract ID (契約者ID).")
  private String subscriber = "";

  Subscriber subscriber() {
    return SubjectOptions.subscriber(institution, subscriber);
  }
}
