package org.kagiban.app;

import java.util.List;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DevPki;

/**
 * What differs between the configurations of {@link LiveServer}s.
 *
 * @param partition label
 * @param policy lines under the institution's {@code policy}; empty for the default
 * @param hsm more lines under {@code hsm}
 * @param store the lines under {@code store}
 * @param jvm options of the server's JVM
 * @param main the server's main class
 */
record LiveConfig(
    String partition, String policy, String hsm, String store, List<String> jvm, Class<?> main) {
  /** With the usual JVM. */
  LiveConfig(String partition, String policy, String hsm, String store) {
    this(partition, policy, hsm, store, List.of(), Main.class);
  }

  /** With options for the JVM. */
  LiveConfig on(List<String> options) {
    return new LiveConfig(partition, policy, hsm, store, options, main);
  }

  /** With something around the server. */
  LiveConfig in(Class<?> wrapper) {
    return new LiveConfig(partition, policy, hsm, store, jvm, wrapper);
  }

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
