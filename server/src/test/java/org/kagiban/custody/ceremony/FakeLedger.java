package org.kagiban.custody.ceremony;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedRows;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.WrappedSeed;

/** One change after another, in memory; can break at a commit. */
final class FakeLedger implements CeremonyLedger, SeedRows {
  private final Map<CeremonyId, Ceremony> ceremonies = new LinkedHashMap<>();
  private final Map<String, CustodyKey> keys = new TreeMap<>();
  final Map<String, Long> wrapped = new HashMap<>();
  final List<AuditEvent> events = Collections.synchronizedList(new ArrayList<>());

  /** Commits of this kind fail, as when the machine dies just before. */
  @Nullable EventKind breakAt;

  @Override
  public synchronized CompletableFuture<@Nullable Ceremony> find(CeremonyId id) {
    return CompletableFuture.completedFuture(ceremonies.get(id));
  }

  @Override
  public synchronized CompletableFuture<List<Ceremony>> latest(int limit) {
    List<Ceremony> latest = new ArrayList<>(ceremonies.values());
    Collections.reverse(latest);
    return CompletableFuture.completedFuture(latest.subList(0, Math.min(limit, latest.size())));
  }

  @Override
  public synchronized CompletableFuture<List<CustodyKey>> keys() {
    return CompletableFuture.completedFuture(List.copyOf(keys.values()));
  }

  @Override
  public synchronized CompletableFuture<Ceremony> submit(CeremonyId id, Change change) {
    try {
      Decision decision = change.decide(new Rows(id));
      if (decision.events().stream().anyMatch(event -> event.kind() == breakAt)) {
        throw new UnavailableException(
            UnavailableException.Part.STORE_UNAVAILABLE, "broken for a test");
      }
      ceremonies.put(id, decision.write());
      decision.keys().forEach(key -> keys.put(key.label(), key));
      events.addAll(decision.events());
      return CompletableFuture.completedFuture(decision.write());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  synchronized void clear() {
    keys.clear();
    wrapped.clear();
  }

  /** As if another ceremony had done it. */
  synchronized void put(CustodyKey key) {
    keys.put(key.label(), key);
  }

  private final class Rows implements View {
    private final CeremonyId id;

    Rows(CeremonyId id) {
      this.id = id;
    }

    @Override
    public @Nullable Ceremony ceremony() {
      return ceremonies.get(id);
    }

    @Override
    public @Nullable CustodyKey key(String label) {
      return keys.get(label);
    }

    @Override
    public List<CustodyKey> keys() {
      return List.copyOf(keys.values());
    }

    @Override
    public Map<String, Long> wrappedSeeds() {
      return Map.copyOf(wrapped);
    }
  }

  @Override
  public CompletableFuture<Map<String, Long>> count() {
    return CompletableFuture.completedFuture(Map.copyOf(wrapped));
  }

  @Override
  public CompletableFuture<@Nullable WrappedSeed> find(TokenId token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<Stored>> notUnder(
      @Nullable String kek, @Nullable TokenId after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<Token>> withoutRow(@Nullable TokenId after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Long> countWithoutRow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<Move>> replace(List<Move> moves, Log log) {
    throw new UnsupportedOperationException();
  }
}
