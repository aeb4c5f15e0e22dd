package org.kagiban.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.tree.TreeHasher;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;

/**
 * The chains of events as a batch leaves them so far ({@link AuditEvent#chain}): a token's in its
 * row, another key's by its label. No label looks like a Token ID. Of one thread and one
 * transaction.
 */
final class BatchChains {
  private final BatchView tokens;
  private final WriterSession session;
  private final Map<String, ChainHead> keys = new HashMap<>();
  private final TreeHasher hasher = new TreeHasher();

  BatchChains(BatchView tokens, WriterSession session) {
    this.tokens = tokens;
    this.session = session;
  }

  /**
   * Gives each event its place in its chain, and encodes it. Changes nothing yet.
   *
   * @param writes tokens that the same decision writes, and may create
   * @throws IllegalArgumentException where an event is too large
   * @throws IllegalStateException where an event is about a token that there is not
   */
  Linked link(List<AuditEvent> events, List<Token> writes) throws SQLException {
    Linked linked = new Linked();
    for (AuditEvent event : events) {
      String chain = event.chain();
      if (chain == null) {
        linked.add(event, EventEncoding.encode(event));
      } else if (event.text(EventField.TOKEN) == null) {
        ChainHead head = linked.keys.get(chain);
        link(event, chain, head == null ? now(chain) : head, linked, linked.keys);
      } else {
        TokenId token = new TokenId(chain);
        ChainHead head = linked.tokens.get(token);
        link(event, token, head == null ? now(token, writes) : head, linked, linked.tokens);
      }
    }
    return linked;
  }

  private <K> void link(
      AuditEvent event, K chain, ChainHead head, Linked linked, Map<K, ChainHead> heads) {
    byte[] entry = EventEncoding.encode(head.link(event));
    linked.add(event, entry);
    heads.put(chain, head.after(entry, hasher));
  }

  private ChainHead now(String label) throws SQLException {
    ChainHead here = keys.get(label);
    return here == null ? session.chain(label) : here;
  }

  private ChainHead now(TokenId token, List<Token> writes) throws SQLException {
    ChainHead head = tokens.chain(token);
    if (head != null) {
      return head;
    }
    for (Token created : writes) {
      if (created.id().equals(token)) {
        return ChainHead.START;
      }
    }
    throw new IllegalStateException("an event about token " + token + ", which does not exist");
  }

  /** Takes the heads over; the decision's tokens are in the view already. */
  void take(Linked linked) {
    linked.tokens.forEach(tokens::chain);
    keys.putAll(linked.keys);
  }

  /** Adds the labels' heads to the transaction; the tokens' go with their rows. */
  void flush() throws SQLException {
    for (Map.Entry<String, ChainHead> key : keys.entrySet()) {
      session.putChain(key.getKey(), key.getValue());
    }
    keys.clear();
  }

  /** A decision's events, encoded, and the heads of their chains after them. */
  static final class Linked {
    final List<EventId> ids = new ArrayList<>();
    final List<byte[]> entries = new ArrayList<>();
    private final Map<TokenId, ChainHead> tokens = new HashMap<>();
    private final Map<String, ChainHead> keys = new HashMap<>();

    private Linked() {}

    private void add(AuditEvent event, byte[] entry) {
      ids.add(event.id());
      entries.add(entry);
    }
  }
}
