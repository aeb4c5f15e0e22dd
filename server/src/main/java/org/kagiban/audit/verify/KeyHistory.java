package org.kagiban.audit.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.tile.TileSource;

/**
 * All events of one key's chain ({@link AuditEvent#chain}), in order. Reads the whole log, every
 * entry against its tile, since nothing else shows that none was left out.
 */
public final class KeyHistory {
  /** Is told the events one by one. */
  @FunctionalInterface
  public interface Reader {
    void event(long index, AuditEvent event) throws IOException;
  }

  private KeyHistory() {}

  /**
   * Reads a chain.
   *
   * @param tiles not trusted
   * @param checkpoint its signature was verified
   * @param name a Token ID, or the label of a key
   * @param progress told after each bundle how many events of the log were read so far
   * @return empty where the chain is whole; otherwise what is wrong with it, and with the log's
   *     tiles and bundles
   */
  public static List<Finding> read(
      TileSource tiles,
      SignedCheckpoint checkpoint,
      String name,
      Reader reader,
      LongConsumer progress)
      throws IOException {
    Findings findings = new Findings();
    OneChain chain = new OneChain(name.getBytes(StandardCharsets.UTF_8), reader, findings);
    new LogScan(tiles, checkpoint.checkpoint(), findings).run(chain, progress);
    return List.copyOf(findings.kept());
  }

  private static final class OneChain implements EntryVisitor {
    private final byte[] name;
    private final Reader reader;
    private final ChainRule rule;
    private final KeyTable keys = new KeyTable();
    private final EventCursor event = new EventCursor();

    private OneChain(byte[] name, Reader reader, Findings findings) {
      this.name = name;
      this.reader = reader;
      this.rule = new ChainRule(keys, findings);
    }

    @Override
    public void entry(long index, byte[] bytes, int offset, int length, byte[] leaves, int leafAt)
        throws IOException {
      if (!event.to(bytes, offset, length)) {
        return;
      }
      EventField chain = event.chain();
      if (chain != null && event.is(chain, name)) {
        int key = keys.find(name, 0, name.length);
        rule.check(index, event, chain, key, leaves, leafAt);
        reader.event(
            index, EventEncoding.decode(Arrays.copyOfRange(bytes, offset, offset + length)));
      }
    }

    @Override
    public void lost(long count) {
      rule.lost(count);
    }
  }
}
