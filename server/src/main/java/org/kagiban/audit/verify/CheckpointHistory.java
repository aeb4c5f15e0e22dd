package org.kagiban.audit.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.tile.TileReader;
import org.kagiban.audit.tile.TileSource;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.TreeHash;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * Whether all checkpoints that somebody kept are of one log that only grew. Each must have been
 * verified with the log's key; that two of them do not fit is then proof of the log's own making.
 */
public final class CheckpointHistory {
  private final Checkpoint newest;
  private final List<Finding> findings = new ArrayList<>();
  // Up to here the log is known to be as it was.
  private long same;

  private CheckpointHistory(Checkpoint newest) {
    this.newest = newest;
  }

  /**
   * Compares the log with earlier checkpoints.
   *
   * @param tiles not trusted
   * @param newest the one that the tiles are checked against
   * @param earlier in any order; one may be the newest itself
   * @return empty where each is a beginning of the newest
   * @throws IOException where a tile cannot be read or is not the newest one's; {@link LogVerifier}
   *     says which
   */
  public static List<Finding> check(
      TileSource tiles, SignedCheckpoint newest, List<SignedCheckpoint> earlier)
      throws IOException {
    CheckpointHistory history = new CheckpointHistory(newest.checkpoint());
    List<Checkpoint> bySize =
        earlier.stream()
            .map(SignedCheckpoint::checkpoint)
            .sorted(Comparator.comparingLong(Checkpoint::size))
            .toList();
    TileReader tree = TileReader.open(tiles, history.newest.size(), history.newest.root());
    for (Checkpoint one : bySize) {
      history.check(tree, one);
    }
    return List.copyOf(history.findings);
  }

  private void check(TileReader tree, Checkpoint one) throws IOException {
    if (!one.origin().equals(newest.origin())) {
      add("a checkpoint is of the log " + one.origin() + ", not of " + newest.origin());
    } else if (one.size() > newest.size()) {
      add(
          "the log was rolled back or cut: a checkpoint of "
              + one.size()
              + " events was signed, but the log has "
              + newest.size()
              + "; events from "
              + newest.size()
              + " on are gone");
    } else if (rootAt(tree, one.size()).equals(one.root())) {
      same = one.size();
    } else if (one.size() == newest.size()) {
      add("the log is forked: two checkpoints of " + one.size() + " events differ; " + where(one));
    } else {
      add(
          "the log's first "
              + one.size()
              + " events are not those of the checkpoint that was signed then; "
              + where(one));
    }
  }

  private String where(Checkpoint one) {
    return "one of the events "
        + same
        + " to "
        + (one.size() - 1)
        + " was changed, put in or left out";
  }

  private static Hash rootAt(TileReader tree, long size) throws IOException {
    return TreeHash.read(tree, size).root();
  }

  private void add(String text) {
    findings.add(new Finding(Rule.TREE, -1, "", text));
  }
}
