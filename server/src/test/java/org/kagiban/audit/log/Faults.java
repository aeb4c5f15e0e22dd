package org.kagiban.audit.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.NoteSigner;
import org.kagiban.audit.tile.Tile;

/** Counts what a sequencer asks of others, and lets one call fail. */
final class Faults {
  private final long at;
  private final boolean after;
  private final List<String> notes = new ArrayList<>();
  private long calls;
  private String struck = "";
  private boolean justStruck;

  /**
   * @param at which call fails, from 1
   * @param after whether it is done before it fails
   */
  Faults(long at, boolean after) {
    this.at = at;
    this.after = after;
  }

  /** What a signer throws; the others throw an IOException. */
  static final class Struck extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  long calls() {
    return calls;
  }

  /** The call that failed; empty where none did. */
  String struck() {
    return struck;
  }

  /** Whether a call failed since this was asked last. */
  boolean justStruck() {
    boolean was = justStruck;
    justStruck = false;
    return was;
  }

  /** The text of every note that was ever signed. */
  List<String> notes() {
    return notes;
  }

  private interface Call<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private <T extends @Nullable Object> T io(String name, Call<T> call) throws IOException {
    calls++;
    boolean now = calls == at;
    if (now) {
      struck = name;
      justStruck = true;
    }
    if (now && !after) {
      throw new IOException("struck before " + name);
    }
    T result = call.run();
    if (now) {
      throw new IOException("struck after " + name);
    }
    return result;
  }

  EventSource events(EventSource events) {
    return new EventSource() {
      @Override
      public long size() throws IOException {
        return io("size", events::size);
      }

      @Override
      public long first() throws IOException {
        return io("first", events::first);
      }

      @Override
      public List<byte[]> read(long from, int limit) throws IOException {
        return io("read", () -> events.read(from, limit));
      }

      @Override
      public void forget(long before) throws IOException {
        Object unused =
            io(
                "forget",
                () -> {
                  events.forget(before);
                  return null;
                });
      }
    };
  }

  LogStore store(LogStore store) {
    return new LogStore() {
      @Override
      public byte @Nullable [] checkpoint() throws IOException {
        return io("lookup", store::checkpoint);
      }

      @Override
      public void writeCheckpoint(byte[] note) throws IOException {
        Object unused =
            io(
                "checkpoint",
                () -> {
                  store.writeCheckpoint(note);
                  return null;
                });
      }

      @Override
      public byte @Nullable [] read(Tile tile) throws IOException {
        return io("load", () -> store.read(tile));
      }

      @Override
      public void write(Tile tile, byte[] bytes) throws IOException {
        Object unused =
            io(
                "tile",
                () -> {
                  store.write(tile, bytes);
                  return null;
                });
      }
    };
  }

  NoteSigner signer(NoteSigner signer) {
    return new NoteSigner() {
      @Override
      public String name() {
        return signer.name();
      }

      @Override
      public byte[] publicKey() {
        return signer.publicKey();
      }

      @Override
      public byte[] sign(byte[] message) {
        try {
          return io(
              "sign",
              () -> {
                notes.add(new String(message, StandardCharsets.UTF_8));
                return signer.sign(message);
              });
        } catch (IOException e) {
          throw new Struck();
        }
      }
    };
  }
}
