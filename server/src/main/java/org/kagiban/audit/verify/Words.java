package org.kagiban.audit.verify;

import java.nio.charset.StandardCharsets;
import org.kagiban.audit.EventField;

/** Words that events use, encoded; for comparing without making strings. */
final class Words {
  static final byte[] ACCEPTED = ascii("ACCEPTED");
  static final byte[] WRONG_CODE = ascii("WRONG_CODE");
  static final byte[] REPLAYED = ascii("REPLAYED");
  static final byte[] LOCKED = ascii("LOCKED");
  static final byte[] SUSPENDED = ascii("SUSPENDED");
  static final byte[] VERIFY = ascii("verify");
  static final byte[] VERIFY_TRANSACTION = ascii("verify-transaction");
  static final byte[] RESYNCHRONIZE = ascii("resynchronize");
  static final byte[] ENROLL = ascii("enroll");
  static final byte[] REPLACE = ascii("replace");
  static final byte[] UNLOCK = ascii("unlock");

  static final byte[] CUSTODY = ascii("custody");

  private Words() {}

  /** Whether the code was looked at. */
  static boolean judged(EventCursor event) {
    return event.is(EventField.VERDICT, ACCEPTED)
        || event.is(EventField.VERDICT, WRONG_CODE)
        || event.is(EventField.VERDICT, REPLAYED);
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }
}
