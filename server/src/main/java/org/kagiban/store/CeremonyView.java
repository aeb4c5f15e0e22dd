package org.kagiban.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;
import org.kagiban.custody.ceremony.Signed;

/** The rows that a ceremony's change sees: read when asked for, all within one transaction. */
record CeremonyView(
    @Nullable Ceremony ceremony, List<CustodyKey> keys, Map<String, Long> wrappedSeeds)
    implements CeremonyLedger.View {
  static CeremonyView read(WriterSession session, CeremonyId id) throws SQLException {
    CeremonyTable table = session.ceremonies();
    return new CeremonyView(table.find(id), table.keys(), session.countSeeds());
  }

  /**
   * What was signed stays as it was.
   *
   * @throws IllegalArgumentException where a change would alter it
   */
  void requireGrown(Ceremony next) {
    Ceremony before = ceremony;
    List<Signed> signed = next.signed();
    boolean grown =
        before == null
            ? !signed.isEmpty()
            : signed.size() >= before.signed().size()
                && signed.subList(0, before.signed().size()).equals(before.signed())
                && Arrays.equals(before.file(), next.file());
    if (!grown) {
      throw new IllegalArgumentException("what was signed about a ceremony is never changed");
    }
  }
}
