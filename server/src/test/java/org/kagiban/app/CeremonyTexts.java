package org.kagiban.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Files of ceremonies for a {@link LiveServer}'s partition. */
final class CeremonyTexts {
  /** The KEK after {@link LiveServer#KEK}. */
  static final String NEXT_KEK = "kagiban-kek-2";

  private CeremonyTexts() {}

  /** From the first KEK to the next. */
  static String rotation() {
    return """
        ceremony: kek-rotation
        title: A rotation
        partition: %s
        from: %s
        to: %s
        """
        .formatted(LiveServer.PARTITION, LiveServer.KEK, NEXT_KEK);
  }

  /**
   * @param to resident or wrapped
   */
  static String migration(String to) {
    return """
        ceremony: seed-migration
        title: Another place
        partition: %s
        to: %s
        """
        .formatted(LiveServer.PARTITION, to);
  }

  static String destruction(String label, String kcv) {
    return """
        ceremony: key-destruction
        title: Gone
        partition: %s
        key:
          label: %s
          kcv: "%s"
        """
        .formatted(LiveServer.PARTITION, label, kcv);
  }

  /** Writes the file that is called as the KEK, with {@code .backup}. */
  static String backup(String kek) {
    return """
        ceremony: kek-backup
        title: Backup of a KEK
        partition: %s
        key:
          label: %s
        output: %s.backup
        custodians: [Aiko Tanaka, Ben Mori]
        """
        .formatted(LiveServer.PARTITION, kek, kek);
  }

  /**
   * From such a file.
   *
   * @param partition another one
   */
  static String restore(String partition, String kek, Path file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return """
        ceremony: kek-restore
        title: A KEK into another partition
        partition: %s
        key:
          label: %s
        input: %s
        sha256: %s
        custodians: [Aiko Tanaka, Ben Mori]
        """
        .formatted(partition, kek, file.getFileName(), HexFormat.of().formatHex(hash));
  }
}
