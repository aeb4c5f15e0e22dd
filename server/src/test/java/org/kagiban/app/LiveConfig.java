package org.kagiban.app;

import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/**
 * What differs between the configurations of {@link LiveServer}s.
 *
 * @param partition label
 * @param policy lines under the institution's {@code policy}; empty for the default
 * @param hsm more lines under {@code hsm}
 * @param store the lines under {@code store}
 */
record LiveConfig(String partition, String policy, String hsm, String store) {
  /** With a SQLite file. */
  LiveConfig(String partition, String policy, String hsm) {
    this(partition, policy, hsm, "url: sqlite:kagiban.db");
  }

  String text(DevPki pki, int port) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        server:
          listen: localhost:%d
          certificate: %s
          key: %s
          client-ca: %s
        hsm:
          library: /usr/lib/softhsm/libsofthsm2.so
          partition: %s
          pin-file: user.pin
        %s
        store:
        %s
        metrics:
          listen: 127.0.0.1:0
        institutions:
          - id: %s
            name: Test Credit Union
            token-id-prefix: %s
        """
            .formatted(
                port,
                pki.serverCertificate(),
                pki.serverKey(),
                pki.ca(),
                partition,
                hsm.indent(2).stripTrailing(),
                store.indent(2).stripTrailing(),
                LiveServer.INSTITUTION,
                LiveServer.PREFIX));
    if (!policy.isEmpty()) {
      text.append("    policy:\n").append(policy.indent(6));
    }
    text.append("callers:\n");
    for (DevCaller caller : DevCaller.values()) {
      text.append(
          """
            - name: %s
              certificate: %s
              role: %s
              institutions: [%s]
          """
              .formatted(caller.id(), caller.subject(), caller.role(), LiveServer.INSTITUTION));
    }
    return text.toString();
  }
}
