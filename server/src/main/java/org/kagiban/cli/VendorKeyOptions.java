package org.kagiban.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.VendorKey;
import picocli.CommandLine.Option;

/** What opens a vendor's file: never an argument, which others could read in the process list. */
final class VendorKeyOptions {
  private static final Set<PosixFilePermission> ALLOWED =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "The pre-shared AES key in hexadecimal, in a file of mode 0600.")
  private @Nullable Path keyFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "The passphrase, one line in a file of mode 0600.")
  private @Nullable Path passphraseFile;

  @Option(names = "--ask-passphrase", description = "Ask for the passphrase at the terminal.")
  private boolean ask;

  @Option(
      names = "--components",
      paramLabel = "N",
      description =
          "The pre-shared AES key in 2 or 3 components: asks each custodian for theirs at the"
              + " terminal.")
  private int components;

  @Option(
      names = "--key-bits",
      paramLabel = "BITS",
      defaultValue = "256",
      description = "With --components: 128, 192 or 256. Default: ${DEFAULT-VALUE}.")
  private int keyBits = 256;

  private final Prompts prompts;

  VendorKeyOptions(Prompts prompts) {
    this.prompts = prompts;
  }

  VendorKey read() throws IOException {
    long sources =
        Stream.of(keyFile != null, passphraseFile != null, ask, components != 0)
            .filter(given -> given)
            .count();
    if (sources > 1) {
      throw CliException.usage(
          "give one of --key-file, --components, --passphrase-file and --ask-passphrase, or none"
              + " for a file in plaintext");
    }
    if (components != 0) {
      return ofComponents();
    }
    if (keyFile != null) {
      return preShared(keyFile);
    }
    if (passphraseFile != null) {
      return passphrase(chars(passphraseFile), passphraseFile.toString());
    }
    return ask ? passphrase(asked(), "--ask-passphrase") : VendorKey.none();
  }

  private VendorKey ofComponents() {
    if (components < 2 || components > 3 || !Set.of(128, 192, 256).contains(keyBits)) {
      throw CliException.usage("--components takes 2 or 3, --key-bits 128, 192 or 256");
    }
    if (!prompts.available()) {
      throw CliException.usage("components are typed: run this at a terminal");
    }
    List<String> custodians =
        IntStream.rangeClosed(1, components).mapToObj(n -> "custodian " + n).toList();
    ComponentEntry entry = new ComponentEntry(prompts);
    try (ComponentEntry.Entered entered = entry.enter(keyBits, custodians)) {
      if (!entry.agreed("Are these the letters' check values?")) {
        throw CliException.usage("nothing was sealed");
      }
      return entered.key().use(VendorKey::preShared);
    }
  }

  private static VendorKey preShared(Path file) throws IOException {
    char[] hex = chars(file);
    try {
      byte[] key = HexFormat.of().parseHex(hex, 0, hex.length);
      try {
        return VendorKey.preShared(key);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    } catch (IllegalArgumentException e) {
      // The cause may quote what it read.
      throw CliException.usage(
          file + " must hold an AES key of 16, 24 or 32 bytes in hexadecimal and nothing else");
    } finally {
      Arrays.fill(hex, '\0');
    }
  }

  private static VendorKey passphrase(char[] phrase, String source) {
    try {
      return VendorKey.passphrase(phrase);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE, source + ": " + e.getMessage() + "; give the vendor's passphrase", e);
    } finally {
      Arrays.fill(phrase, '\0');
    }
  }

  private char[] asked() {
    if (!prompts.available()) {
      throw CliException.usage(
          "there is no terminal to ask for the passphrase; give --passphrase-file FILE");
    }
    return prompts.hidden("Passphrase: ");
  }

  /** The file's one line, without its end. */
  private static char[] chars(Path file) throws IOException {
    if (!ALLOWED.containsAll(Files.getPosixFilePermissions(file))) {
      throw CliException.usage("others may read %s; run: chmod 600 %s".formatted(file, file));
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      int length = decoded.length();
      while (length > 0 && (decoded.get(length - 1) == '\n' || decoded.get(length - 1) == '\r')) {
        length--;
      }
      char[] line = Arrays.copyOf(decoded.array(), length);
      Arrays.fill(decoded.array(), '\0');
      return line;
    } catch (CharacterCodingException e) {
      throw new CliException(Exit.USAGE, file + " is not text; expected one line of UTF-8", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
