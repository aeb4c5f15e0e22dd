package org.kagiban.demo;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the demo's pages are. */
final class PageOptions {
  @Option(
      names = "--bank-port",
      paramLabel = "PORT",
      description =
          "Of the bank's pages. Default: "
              + Pages.BANK_PORT
              + ", any free one where that is taken.")
  private @Nullable Integer bankPort;

  @Option(
      names = "--token-port",
      paramLabel = "PORT",
      description =
          "Of the software token. Default: "
              + Pages.TOKEN_PORT
              + ", any free one where that is taken.")
  private @Nullable Integer tokenPort;

  @Option(
      names = "--otpauth",
      description =
          "Let customers take a seed to another authenticator application as a QR code, which shows"
              + " the seed. Default: no.")
  private boolean otpauth;

  @Nullable Integer bankPort() {
    return bankPort;
  }

  @Nullable Integer tokenPort() {
    return tokenPort;
  }

  boolean otpauth() {
    return otpauth;
  }
}
