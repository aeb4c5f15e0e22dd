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

  /** Whether this call is the one that fails once it is done. */
  private boolean begin(String name) throws IOException {
    calls++;
    if (calls != at) {
      return false;
    }
    struck = name;
    justStruck = true;
    if (!after) {
      throw new IOException("struck before " + name);
    }
    return true;
  }

  private static void end(boolean fails) throws IOException {
    if (fails) {
      throw new IOException("struck after it was done");
    }
  }

  EventSource events(EventSource events) {
    return new EventSource() {
      @Override
      public long size() throws IOException {
        boolean fails = begin("size");
        long result = events.size();
        end(fails);
        return result;
      }

      @Override
      public long first() throws IOException {
        boolean fails = begin("first");
        long result = events.first();
        end(fails);
        return result;
      }

      @Override
      public List<byte[]> read(long from, int limit) throws IOException {
        boolean fails = begin("read");
        List<byte[]> result = events.read(from, limit);
        end(fails);
        return result;
      }

      @Override
      public void forget(long before) throws IOException {
        boolean fails = begin("forget");
        events.forget(before);
        end(fails);
      }
    };
  }

  LogStore store(LogStore store) {
    return new LogStore() {
      @Override
      public byte @Nullable [] checkpoint() throws IOException {
        boolean fails = begin("lookup");
        byte @Nullable [] result = store.checkpoint();
        end(fails);
        return result;
      }

      @Override
      public void writeCheckpoint(byte[] note) throws IOException {
        boolean fails = begin("checkpoint");
        store.writeCheckpoint(note);
        end(fails);
      }

      @Override
      public byte @Nullable [] read(Tile tile) throws IOException {
        boolean fails = begin("load");
        byte @Nullable [] result = store.read(tile);
        end(fails);
        return result;
      }

      @Override
      public void write(Tile tile, byte[] bytes) throws IOException {
        boolean fails = begin("tile");
        store.write(tile, bytes);
        end(fails);
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
          boolean fails = begin("sign");
          notes.add(new String(message, StandardCharsets.UTF_8));
          byte[] signature = signer.sign(message);
          end(fails);
          return signature;
        } catch (IOException e) {
          throw new Struck();
        }
      }
    };
  }
}
