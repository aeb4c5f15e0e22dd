package org.kagiban.verification;

import java.util.List;
import org.kagiban.audit.AuditEvent;
import org.kagiban.token.Token;

/**
 * What a {@link Change} decided.
 *
 * @param writes tokens that are new or changed, each once
 * @param events at least one: nothing happens unlogged
 */
public record Decision(Answer answer, List<Token> writes, List<AuditEvent> events) {
  public Decision {
    writes = List.copyOf(writes);
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a decision without an event");
    }
  }
}
