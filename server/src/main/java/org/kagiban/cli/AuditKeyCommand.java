package org.kagiban.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.custody.ceremony.KeyLabels;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kagiban audit key}. Needs no server. */
@Command(
    name = "key",
    description = {
      "Print a log's public key, for --vkey, out of the transcript of the ceremony that made it.",
      "Check the transcript first with 'kagiban ceremony verify': this one believes it."
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {"0:printed", "2:no such transcript, or it made no such key"},
    footerHeading = "%nExample:%n",
    footer = "  kagiban audit key checkpoint-key.transcript --log kagiban/bank-a > log.vkey",
    mixinStandardHelpOptions = true)
final class AuditKeyCommand implements Callable<Integer> {
  private static final int MAX = 1 << 20;
  private static final int RAW = 32;
  private static final int SPKI = 44;

  @Parameters(
      paramLabel = "TRANSCRIPT",
      description = "From 'kagiban ceremony show ID --transcript --out FILE'.")
  private Path file = Path.of("");

  @Option(
      names = "--log",
      required = true,
      paramLabel = "NAME",
      description = "The log's name, the first line of its checkpoints.")
  private String log = "";

  @Mixin private AuditOutput output = new AuditOutput();

  @Override
  public Integer call() {
    vkey(new byte[RAW]); // so that a wrong name is told before a file is looked for
    String vkey = vkey(publicKey());
    output.answer(() -> Map.of("vkey", vkey), () -> vkey);
    return Exit.OK;
  }

  private String vkey(byte[] key) {
    try {
      return VerifierKey.of(log, KeyType.ED25519, key).vkey();
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "--log: " + e.getMessage(), e);
    }
  }

  /** A key under another log's name verifies nothing, and only months later somebody finds out. */
  private void compareName(@Nullable String partition) {
    String usual = partition == null ? log : Checkpoint.usualOrigin(partition);
    if (!log.equals(usual)) {
      output.note(
          "note: a log of the partition %s is called %s unless its server's audit.origin says %s;"
                  .formatted(partition, usual, log)
              + " compare with the first line of a checkpoint");
    }
  }

  private byte[] publicKey() {
    try (InputStream in = Files.newInputStream(file)) {
      Problems problems = new Problems("take a transcript as `kagiban ceremony show` wrote it");
      Section root = YamlFile.read(file.toString(), in.readNBytes(MAX + 1), MAX, null, problems);
      byte[] found = new byte[0];
      for (Section key : root.optionalSection("outcome").optionalSections("keys")) {
        if (key.text("label", "the key's label").equals(KeyLabels.CHECKPOINT)) {
          found = raw(Base64.getDecoder().decode(key.text("public-key", "base64")));
        }
      }
      problems.throwIfAny(file);
      if (found.length != RAW) {
        throw CliException.usage(
            "%s made no key %s; take the transcript of a checkpoint-key ceremony"
                .formatted(file, KeyLabels.CHECKPOINT));
      }
      compareName(root.optionalText("partition", "the partition's label"));
      return found;
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "not a transcript: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CliException(
          Exit.USAGE,
          "cannot read %s; fetch it with 'kagiban ceremony show ID --transcript --out'"
              .formatted(file),
          e);
    }
  }

  /** RFC 8410: the key's 32 bytes end its SubjectPublicKeyInfo. */
  private static byte[] raw(byte[] spki) {
    return spki.length == SPKI ? Arrays.copyOfRange(spki, SPKI - RAW, SPKI) : new byte[0];
  }
}
