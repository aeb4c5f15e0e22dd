package org.kagiban.audit.verify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.Finding.Rule;

/** Puts every event of a log to every rule. */
final class Rules implements EntryVisitor {
  private final Findings findings;
  private final EventCursor event = new EventCursor();
  private final KeyTable keys = new KeyTable();
  private final RecentIds ids = new RecentIds();
  private final ChainRule chains;
  private final KeyLife keyLife;
  private final TokenLife tokenLife;
  private final CeremonyRule ceremonies;
  private final OrderRule order;
  private final Map<EventKind, long[]> kinds = new EnumMap<>(EventKind.class);
  private long events;
  private long first;
  private long last;

  Rules(Findings findings) {
    this.findings = findings;
    this.chains = new ChainRule(keys, findings);
    this.keyLife = new KeyLife(findings);
    this.tokenLife = new TokenLife(keys, keyLife, findings);
    this.ceremonies = new CeremonyRule(findings);
    this.order = new OrderRule(findings);
  }

  @Override
  public void entry(long index, byte[] bytes, int offset, int length, byte[] leaves, int leafAt) {
    events++;
    if (!event.to(bytes, offset, length)) {
      undecoded(index, Arrays.copyOfRange(bytes, offset, offset + length));
      // It may be one of a chain.
      chains.lost(1);
      return;
    }
    count();
    if (ids.isRepeated(event.idHigh(), event.idLow(), event.micros())) {
      repeated(index);
    }
    order.event(index, event);
    EventField chain = event.chain();
    if (chain != null) {
      chained(index, chain, leaves, leafAt);
    }
    ceremonies.event(index, event);
    keyLife.settle(index);
  }

  private void count() {
    kinds.computeIfAbsent(event.kind(), kind -> new long[1])[0]++;
    last = event.micros();
    if (events == 1) {
      first = last;
    }
  }

  private void chained(long index, EventField chain, byte[] leaves, int leafAt) {
    int key = keys.find(event.source(), event.offset(chain), event.length(chain));
    boolean certain = chains.check(index, event, chain, key, leaves, leafAt);
    if (chain == EventField.TOKEN) {
      tokenLife.event(index, event, key, certain);
    } else {
      keyLife.event(index, event);
    }
  }

  private void undecoded(long index, byte[] entry) {
    String why = "it is refused";
    try {
      EventEncoding.decode(entry);
    } catch (IllegalArgumentException e) {
      why = String.valueOf(e.getMessage());
    }
    findings.add(Rule.ENCODING, index, "", "entry " + index + " is no event that we know: " + why);
  }

  private void repeated(long index) {
    findings.add(
        Rule.DUPLICATE,
        index,
        String.valueOf(event.text(EventField.TOKEN)),
        "event "
            + index
            + " ("
            + event.kind()
            + ") has the id of an event before: it was put in twice");
  }

  @Override
  public void lost(long count) {
    chains.lost(count);
    keyLife.lost();
    ceremonies.lost();
    order.lost();
  }

  Report report() {
    Map<EventKind, Long> byKind = new EnumMap<>(EventKind.class);
    kinds.forEach((kind, count) -> byKind.put(kind, count[0]));
    boolean none = byKind.isEmpty();
    return new Report(
        events,
        keys.count(),
        byKind,
        none ? null : time(first),
        none ? null : time(last),
        findings.kept(),
        findings.all());
  }

  private static @Nullable Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
