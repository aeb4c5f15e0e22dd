package org.kagiban.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.kagiban.verification.Answer;
import org.kagiban.verification.AnswerEncoding;
import org.kagiban.verification.RequestIdReusedException;
import org.kagiban.verification.RequestIdentity;

/** What a request was answered before. */
record StoredAnswer(byte[] digest, byte[] answer) {
  static final String SELECT = "SELECT digest, answer FROM request WHERE request_key = ?";

  /** Asks {@link #SELECT}, null where the request is new. */
  static @Nullable StoredAnswer of(PreparedStatement select, byte[] key) throws SQLException {
    select.setBytes(1, key);
    return read(select);
  }

  /** Asks for a digest and an answer, null where there is no row. */
  static @Nullable StoredAnswer read(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new StoredAnswer(row.getBytes(1), row.getBytes(2)) : null;
    }
  }

  /**
   * @throws RequestIdReusedException where it was another request under the same id
   */
  Answer to(RequestIdentity request) {
    if (!request.sameBody(digest)) {
      throw new RequestIdReusedException();
    }
    return AnswerEncoding.decode(answer);
  }
}
