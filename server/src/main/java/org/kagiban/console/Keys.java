package org.kagiban.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.EventCursor;

/**
 * The partition's own keys, all up to {@link #MOST}, and the tokens that events spoke of last. For
 * a list to look at: a key's whole history is read from the log. Thread-safe.
 */
final class Keys {
  /** Own keys that are kept; a partition has some ten. */
  static final int MOST = 10_000;

  /** Tokens that are kept. */
  static final int RECENT = 100;

  private final Map<String, Known> own = new TreeMap<>();
  private final Map<String, Known> tokens =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > RECENT;
        }
      };

  /**
   * What is known of a key or token.
   *
   * @param state the last event that changed it
   * @param index of that event
   * @param micros of its last event, since the Unix epoch
   */
  record Known(String name, EventKind state, long index, long micros) {}

  synchronized void add(long index, EventCursor event) {
    String token = event.text(EventField.TOKEN);
    if (token != null) {
      put(tokens, token, index, event);
      return;
    }
    String key = event.text(EventField.KEY);
    if (key != null && (own.size() < MOST || own.containsKey(key))) {
      put(own, key, index, event);
    }
  }

  private static void put(Map<String, Known> keys, String name, long index, EventCursor event) {
    Known before = keys.get(name);
    boolean change = before == null || changes(event.kind());
    keys.put(
        name,
        new Known(
            name,
            change || before == null ? event.kind() : before.state,
            change || before == null ? index : before.index,
            event.micros()));
  }

  private static boolean changes(EventKind kind) {
    return switch (kind) {
      case KEY_USED, SEED_REFUSED, REQUEST_REFUSED, TEMPORARY_CODE_ISSUED, TEMPORARY_CODE_USED ->
          false;
      default -> true;
    };
  }

  /** By name. */
  synchronized List<Known> own() {
    return List.copyOf(own.values());
  }

  /** The last one first. */
  synchronized List<Known> tokens() {
    List<Known> all = new ArrayList<>(tokens.values());
    Collections.reverse(all);
    return all;
  }

  synchronized void write(DataOutputStream out) throws IOException {
    write(out, own);
    write(out, tokens);
  }

  private static void write(DataOutputStream out, Map<String, Known> keys) throws IOException {
    out.writeInt(keys.size());
    for (Known key : keys.values()) {
      out.writeUTF(key.name);
      out.writeInt(key.state.number());
      out.writeLong(key.index);
      out.writeLong(key.micros);
    }
  }

  synchronized void read(DataInputStream in) throws IOException {
    read(in, own);
    read(in, tokens);
  }

  private static void read(DataInputStream in, Map<String, Known> keys) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      EventKind state = EventKind.of(in.readInt());
      keys.put(name, new Known(name, state, in.readLong(), in.readLong()));
    }
  }
}
