package org.kagiban.app.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.kagiban.yaml.Section;

/**
 * Where the server listens, and its TLS files, all PEM.
 *
 * @param port 0 for any free one
 * @param certificate the server's certificate and what links it to the clients' trust anchor
 * @param key the certificate's private key, PKCS#8
 * @param clientCa the authorities that issue client certificates
 * @param callsPerConnection most calls at the same time on one connection, 1 to 100000
 */
public record ServerSection(
    String host, int port, Path certificate, Path key, Path clientCa, int callsPerConnection) {
  private static final String LISTEN = "host:port, such as 127.0.0.1:8443";

  static ServerSection read(Section section) {
    String listen = section.text("listen", LISTEN);
    int colon = listen.lastIndexOf(':');
    String host = colon < 1 ? "" : listen.substring(0, colon).replaceAll("^\\[(.*)\\]$", "$1");
    int port = port(listen.substring(colon + 1));
    if (!listen.isEmpty() && (host.isEmpty() || port < 0)) {
      section.refuse("listen", "must be " + LISTEN + ", not '" + listen + "'");
    }
    ServerSection read =
        new ServerSection(
            host,
            port,
            section.path("certificate", "the server certificate's PEM file"),
            section.path("key", "the PEM file of the certificate's private key"),
            section.path("client-ca", "the PEM file of the authorities that issue clients"),
            section.number("calls-per-connection", 1, 100_000, 1000));
    section.end();
    return read;
  }

  private static int port(String text) {
    boolean fits = text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535;
    return fits ? Integer.parseInt(text) : -1;
  }

  /** May have to ask the resolver. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }
}
