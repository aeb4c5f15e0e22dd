package org.kagiban.cli;

import picocli.CommandLine.Option;

/** Which token, and why: the help desk's every step goes into the audit log with its reason. */
final class HelpDeskOptions {
  @Option(
      names = "--token",
      required = true,
      paramLabel = "TOKEN-ID",
      description = "Such as VSST12345678.")
  private String token = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "For the audit log; no personal data.")
  private String reason = "";

  String token() {
    return Fields.tokenId("--token", token);
  }

  String reason() {
    return Fields.reason(reason);
  }
}
