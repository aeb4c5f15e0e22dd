package org.kagiban.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.EventCursor;

/** The key ceremonies that the log tells of, the newest {@link #MOST}. Thread-safe. */
final class Ceremonies {
  /** Ceremonies that are kept. */
  static final int MOST = 10_000;

  private final Map<String, Known> all =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  /**
   * One ceremony.
   *
   * @param index of its first event
   * @param last kind of its last act
   * @param micros of its last act, since the Unix epoch
   * @param operation what it is for; null where its events do not say
   */
  record Known(String id, long index, EventKind last, long micros, @Nullable String operation) {}

  synchronized void add(long index, EventCursor event) {
    String id = event.text(EventField.CEREMONY);
    if (id == null || !event.kind().name().startsWith("CEREMONY_")) {
      return;
    }
    Known before = all.get(id);
    String operation = event.text(EventField.OPERATION);
    all.put(
        id,
        new Known(
            id,
            before == null ? index : before.index,
            event.kind(),
            event.micros(),
            operation != null || before == null ? operation : before.operation));
  }

  /** The newest first. */
  synchronized List<Known> list() {
    List<Known> list = new ArrayList<>(all.values());
    Collections.reverse(list);
    return list;
  }

  synchronized void write(DataOutputStream out) throws IOException {
    out.writeInt(all.size());
    for (Known one : all.values()) {
      out.writeUTF(one.id);
      out.writeLong(one.index);
      out.writeInt(one.last.number());
      out.writeLong(one.micros);
      out.writeBoolean(one.operation != null);
      if (one.operation != null) {
        out.writeUTF(one.operation);
      }
    }
  }

  synchronized void read(DataInputStream in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      String id = in.readUTF();
      long index = in.readLong();
      EventKind last = EventKind.of(in.readInt());
      long micros = in.readLong();
      String operation = in.readBoolean() ? in.readUTF() : null;
      all.put(id, new Known(id, index, last, micros, operation));
    }
  }
}
