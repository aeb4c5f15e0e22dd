package org.kagiban.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.VerifierKey;

/**
 * Verifier keys as they are given on the command line: the text itself, or a file that holds it.
 */
final class AuditKeys {
  private static final int MAX = 4096;

  private AuditKeys() {}

  /** A log's keys: of one name, since a key that is replaced hands its name on. */
  static Set<VerifierKey> log(String option, List<String> texts) {
    Set<VerifierKey> keys = read(option, texts, KeyType.ED25519, "a log's key");
    if (keys.stream().map(VerifierKey::name).distinct().count() != 1) {
      throw CliException.usage(option + ": these are keys of different logs");
    }
    return keys;
  }

  /** Keys of any logs. */
  static Set<VerifierKey> logs(String option, List<String> texts) {
    return read(option, texts, KeyType.ED25519, "a log's key");
  }

  /** Witnesses' keys. */
  static Set<VerifierKey> witnesses(String option, List<String> texts) {
    return read(option, texts, KeyType.COSIGNATURE, "a witness's key");
  }

  private static Set<VerifierKey> read(
      String option, List<String> texts, KeyType type, String what) {
    Set<VerifierKey> keys = new LinkedHashSet<>();
    for (String text : texts) {
      for (VerifierKey key : parse(option, text)) {
        if (key.type() != type) {
          throw CliException.usage(
              "%s: this is not %s, but a key of another use".formatted(option, what));
        }
        keys.add(key);
      }
    }
    return keys;
  }

  private static List<VerifierKey> parse(String option, String text) {
    try {
      // A base64 key may hold a slash, and a path a plus: what reads as a key is one.
      return List.of(VerifierKey.parse(text.strip()));
    } catch (IllegalArgumentException notText) {
      return file(option, Path.of(text), notText);
    }
  }

  private static List<VerifierKey> file(
      String option, Path file, IllegalArgumentException notText) {
    try (InputStream in = Files.newInputStream(file)) {
      String lines = new String(in.readNBytes(MAX), StandardCharsets.UTF_8).strip();
      return lines.lines().map(line -> VerifierKey.parse(line.strip())).toList();
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
