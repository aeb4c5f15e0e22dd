package org.kagiban.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kagiban.audit.EventId;
import org.kagiban.token.TokenId;
import org.kagiban.token.Verdict;

class AnswerEncodingTest {
  private static final EventId EVENT = EventId.at(Instant.EPOCH);

  @Test
  void decode_everyVerdictWithAndWithoutParts_roundTrips() {
    for (Verdict verdict : Verdict.values()) {
      assertRoundTrip(Answer.plain(verdict, EVENT, null));
      assertRoundTrip(
          new Answer(verdict, EVENT, new TokenId("VSST12345678"), 3, 17, -2, new byte[] {1, 2, 3}));
    }
  }

  private static void assertRoundTrip(Answer answer) {
    Answer read = AnswerEncoding.decode(AnswerEncoding.encode(answer));
    assertThat(read).usingRecursiveComparison().isEqualTo(answer);
  }

  @Test
  void decode_unknownVersion_isRefused() {
    byte[] bytes = AnswerEncoding.encode(Answer.plain(Verdict.ACCEPTED, EVENT, null));
    bytes[0] = 9;
    assertThatIllegalArgumentException().isThrownBy(() -> AnswerEncoding.decode(bytes));
  }
}
