package org.kagiban.audit.http;

import java.io.IOException;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.http.HttpCalls.Answer;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.tile.EntryBundle;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tree.Hash;

/**
 * A log that somebody serves over HTTP as c2sp.org/tlog-tiles says. What comes is not trusted; a
 * {@link org.kagiban.audit.tile.TileReader} checks it. Thread-safe.
 */
public final class HttpTiles implements TileSource {
  private static final int VKEY = 4096;

  private final BaseUrl url;
  private final HttpCalls http;

  /**
   * @param url the log's monitoring prefix
   */
  public HttpTiles(BaseUrl url, HttpCalls http) {
    this.url = url;
    this.http = http;
  }

  @Override
  public byte @Nullable [] read(Tile tile) throws IOException {
    return get(tile.path(), tile.isEntries() ? EntryBundle.MAX_BUNDLE : Tile.FULL * Hash.SIZE);
  }

  /** The newest checkpoint, a signed note that nobody verified; null where there is none. */
  public byte @Nullable [] checkpoint() throws IOException {
    return get("checkpoint", SignedNote.MAX_BYTES);
  }

  /** The newest checkpoint with enough cosignatures, as the server says; null where none is. */
  public byte @Nullable [] cosigned() throws IOException {
    return get("cosigned", SignedNote.MAX_BYTES);
  }

  /** The key that the server says is the log's; null where it says none. */
  public byte @Nullable [] vkey() throws IOException {
    return get("vkey", VKEY);
  }

  private byte @Nullable [] get(String path, int most) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(url.at("/" + path)).GET().build();
    Answer answer = http.send(request, most);
    if (answer.status() == 404 || answer.status() == 410) {
      return null;
    }
    if (answer.status() != 200) {
      throw new IOException(url + "/" + path + " was answered " + answer.status());
    }
    return answer.body();
  }
}
