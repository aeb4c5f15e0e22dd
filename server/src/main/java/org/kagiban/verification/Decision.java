package org.kagiban.verification;

import java.util.List;
import org.kagiban.audit.AuditEvent;
import org.kagiban.token.Token;

/**
 * What a {@link Change} decided.
 *
 * @param writes tokens that are new or changed, each once
 * @param events at least one: nothing happens unlogged
 * @param seeds wrapped seeds of tokens that are new in {@code writes}; a token written without a
 *     seed loses its wrapped one
 */
public record Decision(
    Answer answer, List<Token> writes, List<AuditEvent> events, List<WrappedSeed> seeds) {
  public Decision(Answer answer, List<Token> writes, List<AuditEvent> events) {
    this(answer, writes, events, List.of());
  }

  public Decision {
    writes = List.copyOf(writes);
    events = List.copyOf(events);
    seeds = List.copyOf(seeds);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a decision without an event");
    }
  }
}
