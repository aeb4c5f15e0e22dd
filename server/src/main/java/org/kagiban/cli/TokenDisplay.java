package org.kagiban.cli;

import org.kagiban.cli.SoftwareToken.Reading;
import picocli.CommandLine.Help.Ansi;

/** What a software token shows. */
final class TokenDisplay {
  private static final int BAR = 10;
  private static final int HURRY_SECONDS = 5;

  private TokenDisplay() {}

  /** Such as {@code VSST12345678 123456 17 s left}. */
  static String line(SoftwareToken token) {
    Reading now = token.read();
    return "%s  %s  %d s left".formatted(token.id(), now.code(), now.secondsLeft());
  }

  /** The same with a bar that runs out; always as wide, so that it can overwrite itself. */
  static String live(SoftwareToken token, Ansi ansi) {
    Reading now = token.read();
    int left = now.secondsLeft();
    int filled =
        (left * BAR + token.profile().periodSeconds() - 1) / token.profile().periodSeconds();
    String bar = "#".repeat(filled) + ".".repeat(BAR - filled);
    String style = left <= HURRY_SECONDS ? "yellow" : "green";
    return ansi.string(
        "%s  @|bold %s|@  @|%s [%s]|@ %2d s".formatted(token.id(), now.code(), style, bar, left));
  }

  static String json(SoftwareToken token) {
    Reading now = token.read();
    // Token IDs and codes hold nothing that JSON would have to escape.
    return "{\"tokenId\":\"%s\",\"code\":\"%s\",\"secondsLeft\":%d}"
        .formatted(token.id(), now.code(), now.secondsLeft());
  }
}
