package org.kagiban.audit.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;

/**
 * What must be there by a log whose events were verified, read once from the first to the last.
 * Keeps some 50 bytes for each seed. Not thread-safe.
 */
public final class Expected {
  /** The seed is an object of the partition. */
  static final short RESIDENT = 1;

  /** The seed rests in the database. */
  static final short WRAPPED = 2;

  static final short DESTROYED = 4;

  /** The token has ended: its seed may be gone already, and need not be. */
  static final short RETIRED = 8;

  /** The log says only that it was going to be made. */
  static final short ANNOUNCED = 16;

  /** It changed while the inventory was taken, or just before. */
  static final short UNSETTLED = 32;

  /** The inventory has its object or its row. */
  static final short SEEN = 64;

  /** The inventory has the token. */
  static final short SEEN_TOKEN = 128;

  /** How long a key may be in the making: from its announcement to its event. */
  private static final Duration IN_THE_MAKING = Duration.ofMinutes(1);

  private final EventId inventory;
  private final SeedTable seeds = new SeedTable();
  private final Map<String, ExpectedKey> keys = new LinkedHashMap<>();
  private final Map<Integer, Instant> announced = new LinkedHashMap<>();
  private @Nullable Instant taken;

  /**
   * @param inventory the event of the inventory that it will be compared with: what changes after
   *     it is not compared
   */
  public Expected(EventId inventory) {
    this.inventory = inventory;
  }

  SeedTable seeds() {
    return seeds;
  }

  Map<String, ExpectedKey> keys() {
    return keys;
  }

  /** Whether the log has the inventory's event, without which nothing can be compared. */
  public boolean reachesInventory() {
    return taken != null;
  }

  /**
   * The next event.
   *
   * @param index its place in the log
   */
  public void add(long index, AuditEvent event) {
    if (event.id().equals(inventory)) {
      reached(event.time());
    }
    switch (event.kind()) {
      case KEY_GENERATED, KEY_IMPORTED -> made(index, event);
      case KEY_MOVED, KEY_REWRAPPED -> moved(index, event);
      case KEY_DESTROYED -> destroyed(index, event);
      case KEY_GENERATING -> generating(index, event);
      case TOKEN_RETIRED -> retired(event);
      default -> {
        // Says nothing of what there is.
      }
    }
  }

  private void reached(Instant time) {
    taken = time;
    announced.forEach(
        (seed, since) -> {
          if (since.isAfter(time.minus(IN_THE_MAKING))) {
            seeds.set(seed, UNSETTLED);
          }
        });
    announced.clear();
  }

  private void made(long index, AuditEvent event) {
    String token = event.text(EventField.TOKEN);
    String label = event.text(EventField.KEY);
    if (token != null) {
      int seed = seeds.findOrAdd(token);
      seeds.clear(seed);
      announced.remove(seed);
      byte[] kcv = event.bytes(EventField.KCV);
      seeds.kcv(seed, kcv == null ? new byte[0] : kcv);
      place(seed, event.text(EventField.KEK));
      touch(seed, index);
    } else if (label != null) {
      keys.put(label, ExpectedKey.of(label, event, false, index, taken != null));
    }
  }

  private void place(int seed, @Nullable String kek) {
    seeds.clear(seed, RESIDENT);
    seeds.clear(seed, WRAPPED);
    seeds.set(seed, kek == null ? RESIDENT : WRAPPED);
    seeds.kek(seed, kek == null ? "" : kek);
  }

  private void touch(int seed, long index) {
    seeds.event(seed, index);
    if (taken != null) {
      seeds.set(seed, UNSETTLED);
    }
  }

  private void moved(long index, AuditEvent event) {
    for (String token : tokens(event)) {
      int seed = seeds.findOrAdd(token);
      place(seed, event.text(EventField.KEK));
      touch(seed, index);
    }
  }

  /** Earlier versions wrote one event for many seeds. */
  private static List<String> tokens(AuditEvent event) {
    String one = event.text(EventField.TOKEN);
    String many = event.text(EventField.TOKENS);
    if (one != null) {
      return List.of(one);
    }
    return many == null || many.isEmpty() ? List.of() : List.of(many.split(" ", -1));
  }

  private void destroyed(long index, AuditEvent event) {
    String token = event.text(EventField.TOKEN);
    String label = event.text(EventField.KEY);
    if (token != null) {
      int seed = seeds.findOrAdd(token);
      seeds.set(seed, DESTROYED);
      touch(seed, index);
    } else if (label != null) {
      keys.put(label, ExpectedKey.of(label, event, true, index, taken != null));
    }
  }

  private void generating(long index, AuditEvent event) {
    String token = event.text(EventField.TOKEN);
    if (token == null || seeds.find(token) != SeedTable.NOT_THERE) {
      return;
    }
    int seed = seeds.findOrAdd(token);
    seeds.set(seed, ANNOUNCED);
    touch(seed, index);
    if (taken == null) {
      announced.put(seed, event.time());
    }
  }

  private void retired(AuditEvent event) {
    String token = event.text(EventField.TOKEN);
    int seed = token == null ? SeedTable.NOT_THERE : seeds.find(token);
    if (seed != SeedTable.NOT_THERE) {
      seeds.set(seed, RETIRED);
      if (taken != null) {
        seeds.set(seed, UNSETTLED);
      }
    }
  }
}
