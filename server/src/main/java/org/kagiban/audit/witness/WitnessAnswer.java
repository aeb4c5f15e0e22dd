package org.kagiban.audit.witness;

import java.nio.charset.StandardCharsets;

/**
 * What a witness answers.
 *
 * @param status of HTTP: 200, or 400, 403, 404, 409, 422 as c2sp.org/tlog-witness says
 * @param contentType of the body
 * @param body signature lines; or the size that the witness knows; or words for a person
 */
public record WitnessAnswer(int status, String contentType, byte[] body) {
  private static final String TEXT = "text/plain; charset=utf-8";

  static WitnessAnswer signed(String lines) {
    return new WitnessAnswer(200, TEXT, lines.getBytes(StandardCharsets.UTF_8));
  }

  static WitnessAnswer refused(int status, String why) {
    return new WitnessAnswer(status, TEXT, (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The client is to prove from this size instead. */
  static WitnessAnswer conflict(long size) {
    byte[] body = (size + "\n").getBytes(StandardCharsets.US_ASCII);
    return new WitnessAnswer(409, "text/x.tlog.size", body);
  }
}
