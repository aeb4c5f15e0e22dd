package org.kagiban.app.config;

import java.net.InetSocketAddress;
import org.kagiban.audit.http.ListenAddress;
import org.kagiban.yaml.Section;

/**
 * Where metrics and health are served over HTTP.
 *
 * @param listen on this machine only, since there is neither TLS nor login; port 0 for any free one
 */
public record MetricsSection(InetSocketAddress listen) {
  private static final String LISTEN =
      "an address of this machine alone, such as 127.0.0.1:9464; put what reaches it from"
          + " elsewhere, with TLS and a login, before it";

  static MetricsSection read(Section section) {
    String text = section.text("listen", LISTEN);
    InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", 0);
    if (!text.isEmpty()) {
      try {
        address = ListenAddress.parse(text);
        if (!ListenAddress.isLoopback(address)) {
          section.refuse("listen", "must be " + LISTEN + ", not '" + text + "'");
        }
      } catch (IllegalArgumentException e) {
        section.refuse("listen", "must be " + LISTEN + ", not '" + text + "'");
      }
    }
    section.end();
    return new MetricsSection(address);
  }
}
