package org.kagiban.demo;

import java.nio.file.Path;

/** The demo server's configuration file. */
final class DemoConfig {
  static final String INSTITUTION = "sample-cu";
  static final String PARTITION = "kagiban-demo";

  private DemoConfig() {}

  /**
   * @param library SoftHSM's
   * @param wrapped whether seeds rest in the database
   */
  static String text(int port, DevPki pki, Path library, Path pin, Path database, boolean wrapped) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Made by `kagiban demo` at each run; changes are lost.
        server:
          listen: 127.0.0.1:%d
          certificate: %s
          key: %s
          client-ca: %s
        hsm:
          library: %s
          partition: %s
          pin-file: %s
          seeds: %s
        store:
          url: %s
        institutions:
          - id: %s
            name: Sample Credit Union
            token-id-prefix: VSST
        callers:
        """
            .formatted(
                port,
                quoted(pki.serverCertificate()),
                quoted(pki.serverKey()),
                quoted(pki.ca()),
                quoted(library),
                PARTITION,
                quoted(pin),
                wrapped ? "wrapped" : "resident",
                quoted("sqlite:" + database),
                INSTITUTION));
    for (DevCaller caller : DevCaller.values()) {
      text.append(
          """
            - name: %s
              certificate: %s
              role: %s
              institutions: [%s]
          """
              .formatted(caller.id(), quoted(caller.subject()), caller.role(), INSTITUTION));
    }
    return text.toString();
  }

  private static String quoted(Object value) {
    return "'" + value.toString().replace("'", "''") + "'";
  }
}
