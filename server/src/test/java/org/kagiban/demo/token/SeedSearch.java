package org.kagiban.demo.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Looks for a seed, in every form in which it could be written, in all files of a folder. */
final class SeedSearch {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final List<String> forms;

  SeedSearch(byte[] seed) {
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(seed);
    String hex = HexFormat.of().formatHex(seed);
    forms =
        List.of(
            new String(seed, ISO_8859_1),
            hex,
            hex.toUpperCase(Locale.ROOT),
            base64,
            base64.replace('+', '-').replace('/', '_'),
            base32(seed),
            base32(seed).toLowerCase(Locale.ROOT));
  }

  /** The files that hold it. */
  List<Path> in(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (in(Files.readString(file, ISO_8859_1))) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** Whether a text holds it; of bytes, each a character. */
  boolean in(String text) {
    // As UTF-16 too, in which browsers keep strings.
    return forms.stream()
        .anyMatch(form -> text.contains(form) || text.contains(String.join("\0", form.split(""))));
  }

  List<String> forms() {
    return forms;
  }

  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte one : bytes) {
      buffer = (buffer << 8) | (one & 0xff);
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(BASE32.charAt((buffer >> (bits - 5)) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    return bits == 0
        ? text.toString()
        : text.append(BASE32.charAt((buffer << (5 - bits)) & 31)).toString();
  }
}
