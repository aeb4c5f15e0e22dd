package org.kagiban.audit.tile;

import java.io.IOException;

/** A tile or bundle that is missing or does not belong to the tree. */
public final class BadTileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Tile tile;

  public BadTileException(Tile tile, String what) {
    super(tile + " " + what);
    this.tile = tile;
  }

  BadTileException(Tile tile, String what, Throwable cause) {
    super(tile + " " + what, cause);
    this.tile = tile;
  }

  public Tile tile() {
    return tile;
  }
}
