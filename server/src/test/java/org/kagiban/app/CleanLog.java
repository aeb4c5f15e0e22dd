package org.kagiban.app;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.note.Checkpoint;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.note.SignedNote;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.tile.Tile;
import org.kagiban.audit.tile.TileWriter;
import org.kagiban.audit.verify.Finding;
import org.kagiban.audit.verify.LogVerifier;

/** What an auditor's rules say of the events that a server wrote. */
final class CleanLog {
  private CleanLog() {}

  /** Builds a log of the events that a database holds, and checks it. */
  static List<Finding> findings(Path database) throws IOException, SQLException {
    Map<Tile, byte[]> tiles = new HashMap<>();
    TileWriter writer = new TileWriter((tile, bytes) -> tiles.put(tile, bytes.clone()));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT entry FROM event ORDER BY position")) {
      while (rows.next()) {
        writer.append(rows.getBytes("entry"));
      }
    }
    TestSigner signer = TestSigner.of("test/log");
    Checkpoint signed = new Checkpoint(signer.name(), writer.size(), writer.publish());
    try {
      SignedCheckpoint checkpoint =
          TrustedKeys.of(signer.verifier()).open(SignedNote.sign(signed.text(), signer).encode());
      return new LogVerifier(tiles::get, checkpoint).verify(read -> {}).findings();
    } catch (NoteException e) {
      throw new IOException(e);
    }
  }
}
