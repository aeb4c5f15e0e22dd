package org.kagiban.audit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://witness.example",
        "https://witness.example:8443/w",
        "http://127.0.0.1:80",
        "http://127.1.2.3/",
        "http://[::1]:8080/a/b/",
        "http://localhost:1"
      })
  void parse_httpsOrLoopback_isTaken(String url) {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    assertThat(BaseUrl.parse(url).at("/x")).isEqualTo(URI.create(base + "/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "witness.example",
        "http://witness.example",
        "http://127.0.0.1.example",
        "http://10.0.0.1:80",
        "http://[2001:db8::1]",
        "https://user:secret@witness.example",
        "https://witness.example/?a=b",
        "https://witness.example/#a",
        "https:///w",
        "https://witness.example//",
        "ftp://127.0.0.1",
        "https://witness.example/a b"
      })
  void parse_anythingElse_isRefused(String url) {
    assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.parse(url));
  }

  @Test
  void toString_isTheAddress() {
    assertThat(BaseUrl.parse("https://witness.example/w/"))
        .hasToString("https://witness.example/w");
  }
}
