package org.kagiban.audit.tile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of c2sp.org/tlog-tiles: {@code tile/<L>/<N>[.p/<W>]}, {@code tile/entries/...}. */
public final class TilePath {
  // Seven groups hold every index below 2^63.
  private static final Pattern FORM =
      Pattern.compile(
          "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  private TilePath() {}

  static String write(Tile tile) {
    StringBuilder path = new StringBuilder(String.format("%03d", tile.index() % 1000));
    for (long rest = tile.index() / 1000; rest > 0; rest /= 1000) {
      path.insert(0, String.format("x%03d/", rest % 1000));
    }
    path.insert(0, "tile/" + (tile.isEntries() ? "entries" : tile.level()) + "/");
    if (!tile.isFull()) {
      path.append(".p/").append(tile.width());
    }
    return path.toString();
  }

  /**
   * Reads a path back, without a leading slash.
   *
   * @throws IllegalArgumentException where no tile has exactly this path
   */
  public static Tile parse(String path) {
    Matcher form = FORM.matcher(path);
    if (form.matches()) {
      int level = form.group(1).equals("entries") ? Tile.ENTRIES : Integer.parseInt(form.group(1));
      long index = Long.parseLong(form.group(2).replace("x", "").replace("/", ""));
      int width = form.group(3) == null ? Tile.FULL : Integer.parseInt(form.group(3));
      Tile tile = new Tile(level, index, width);
      // Refuses groups of zeros in front and a partial tile of width 256.
      if (tile.path().equals(path)) {
        return tile;
      }
    }
    throw new IllegalArgumentException("not the path of a tile, such as tile/0/x001/067.p/3");
  }
}
