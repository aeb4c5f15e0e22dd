package org.kagiban.audit.verify;

import java.io.IOException;

/** Is told a log's entries in their order. */
interface EntryVisitor {
  /**
   * An entry.
   *
   * @param bytes it stands there from {@code offset} on; not to be kept nor changed
   * @param leaves its leaf hash stands there from {@code leafAt} on
   */
  void entry(long index, byte[] bytes, int offset, int length, byte[] leaves, int leafAt)
      throws IOException;

  /** Entries are missing or damaged, which is a finding already. */
  void lost(long count);
}
