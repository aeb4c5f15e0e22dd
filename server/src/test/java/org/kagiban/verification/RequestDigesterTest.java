package org.kagiban.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestDigesterTest {
  private final RequestDigester digester = new RequestDigester(new byte[32]);

  private RequestIdentity identify(String caller, String id, String method, String body) {
    return digester.identify(caller, id, method, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void identify_sameRequest_isTheSame() {
    RequestIdentity one = identify("bank", "id-1", "verify", "body");
    RequestIdentity two = identify("bank", "id-1", "verify", "body");
    assertThat(one.key()).isEqualTo(two.key());
    assertThat(one.sameBody(two.digest())).isTrue();
  }

  @Test
  void identify_callerAndId_areEncodedWithLengths() {
    assertThat(identify("ab", "c", "m", "").key()).isNotEqualTo(identify("a", "bc", "m", "").key());
  }

  @Test
  void identify_otherMethodOrBody_isAnotherBodyUnderTheSameKey() {
    RequestIdentity one = identify("bank", "id-1", "verify", "body");
    assertThat(identify("bank", "id-1", "verify", "bodY").digest()).isNotEqualTo(one.digest());
    assertThat(identify("bank", "id-1", "enroll", "body").digest()).isNotEqualTo(one.digest());
    assertThat(identify("bank", "id-1", "enroll", "body").key()).isEqualTo(one.key());
  }

  @Test
  void identify_underAnotherKey_isAnother() {
    byte[] key = new byte[32];
    key[31] = 1;
    RequestIdentity other =
        new RequestDigester(key).identify("bank", "id-1", "verify", new byte[0]);
    assertThat(other.digest()).isNotEqualTo(identify("bank", "id-1", "verify", "").digest());
  }
}
