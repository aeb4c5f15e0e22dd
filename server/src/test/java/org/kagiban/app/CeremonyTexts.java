package org.kagiban.app;

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
}
