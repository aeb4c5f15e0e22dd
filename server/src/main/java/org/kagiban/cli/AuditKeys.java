package org.kagiban.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.VerifierKey;

/**
 * Verifier keys as they are given on the command line: the text itself, or a file that holds it.
 */
final class AuditKeys {
  private static final int MAX = 4096;

  private AuditKeys() {}

  /** A log's key. */
  static VerifierKey log(String option, String text) {
    return read(option, text, KeyType.ED25519, "a log's key");
  }

  /** A witness's key. */
  static VerifierKey witness(String option, String text) {
    return read(option, text, KeyType.COSIGNATURE, "a witness's key");
  }

  private static VerifierKey read(String option, String text, KeyType type, String what) {
    VerifierKey key = parse(option, text);
    if (key.type() != type) {
      throw CliException.usage(
          "%s: this is not %s, but a key of another use".formatted(option, what));
    }
    return key;
  }

  private static VerifierKey parse(String option, String text) {
    try {
      // A base64 key may hold a slash, and a path a plus: what reads as a key is one.
      return VerifierKey.parse(text.strip());
    } catch (IllegalArgumentException notText) {
      return file(option, Path.of(text), notText);
    }
  }

  private static VerifierKey file(String option, Path file, IllegalArgumentException notText) {
    try (InputStream in = Files.newInputStream(file)) {
      return VerifierKey.parse(new String(in.readNBytes(MAX), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE,
          "%s: neither a verifier key (%s) nor a file that can be read"
              .formatted(option, notText.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE,
          "%s: %s holds no verifier key: %s".formatted(option, file, e.getMessage()),
          e);
    }
  }
}
