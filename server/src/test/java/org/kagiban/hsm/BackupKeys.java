package org.kagiban.hsm;

import org.kagiban.custody.ceremony.ComponentKey;

/** Backup keys as two custodians would enter them. */
final class BackupKeys {
  private BackupKeys() {}

  static ComponentKey of(String firstByte, String secondByte) {
    ComponentKey key = new ComponentKey(256, 2);
    key.add((firstByte.repeat(31) + "01").toCharArray());
    key.add((secondByte.repeat(31) + "02").toCharArray());
    return key;
  }

  static ComponentKey usual() {
    return of("a5", "3c");
  }
}
