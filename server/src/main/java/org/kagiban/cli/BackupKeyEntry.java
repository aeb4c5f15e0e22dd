package org.kagiban.cli;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.custody.ceremony.ComponentKey;

/** Asks for the components of the key that a backup is encrypted under. */
public final class BackupKeyEntry {
  private static final int BITS = 256;

  private BackupKeyEntry() {}

  /**
   * A whole key; to be closed.
   *
   * @param checks key check values of the components, in the order of the custodians
   */
  public record Entered(ComponentKey key, List<ComponentCheck> checks) implements AutoCloseable {
    @Override
    public void close() {
      key.close();
    }
  }

  /**
   * @param custodians 2 or 3 names
   * @throws CliException (usage) where nobody is there, or what is typed is no component
   */
  public static Entered ask(Prompts prompts, List<String> custodians) {
    ComponentEntry.Entered entered = new ComponentEntry(prompts).enter(BITS, custodians);
    List<ComponentCheck> checks = new ArrayList<>();
    for (int i = 0; i < custodians.size(); i++) {
      byte[] kcv = HexFormat.of().parseHex(entered.checks().get(i).value());
      checks.add(new ComponentCheck(custodians.get(i), kcv));
    }
    return new Entered(entered.key(), checks);
  }
}
