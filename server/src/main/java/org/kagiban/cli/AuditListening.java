package org.kagiban.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.http.ListenAddress;
import org.kagiban.audit.http.PemTls;
import picocli.CommandLine.Option;

/** Where a command listens, and with which certificate. */
public final class AuditListening {
  /** Seconds that a request or an answer may take: whoever dawdles must not hold all threads. */
  private static final String MOST_SECONDS = "30";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description = "Port 0 takes a free one, and says which. Default: ${DEFAULT-VALUE}.")
  private String listen = "";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM: the certificate, then those up to its authority. Without it: plain HTTP.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM, PKCS#8, not encrypted: the certificate's key.")
  private @Nullable Path key;

  /**
   * @throws CliException (usage) where it is no address
   */
  public InetSocketAddress address() {
    try {
      return ListenAddress.parse(listen);
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "--listen: " + e.getMessage(), e);
    }
  }

  /**
   * Null for none.
   *
   * @throws CliException (usage) where the files are no certificate and its key
   */
  public @Nullable SSLContext tls() {
    Path chain = certificate;
    Path secret = key;
    if (chain == null && secret == null) {
      return null;
    }
    if (chain == null || secret == null) {
      throw CliException.usage("--tls-cert and --tls-key go together");
    }
    try {
      return PemTls.server(chain, secret);
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot read " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "--tls-cert, --tls-key: " + e.getMessage(), e);
    }
  }

  /** Whether only this machine reaches the address. */
  public boolean isLoopback() {
    return ListenAddress.isLoopback(address());
  }

  /** Only this machine is reached without TLS. */
  void requireTlsBeyondThisMachine() {
    if (!isLoopback() && certificate == null) {
      throw CliException.usage(
          "--listen %s: others are served with TLS only; give --tls-cert and --tls-key"
              .formatted(listen));
    }
  }

  /** That the address cannot be listened on. */
  public CliException cannot(IOException e) {
    return new CliException(
        Exit.USAGE, "cannot listen on %s: %s".formatted(listen, e.getMessage()), e);
  }

  /**
   * Serves until the process is told to stop, which is a success.
   *
   * @param say tells people that it listens: only once it can be stopped
   * @param started is closed then
   */
  public static int untilToldToStop(Runnable say, AutoCloseable started) {
    Thread stop = new Thread(() -> stop(started), "shutdown");
    Runtime.getRuntime().addShutdownHook(stop);
    say.run();
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(stop);
      close(started);
      Thread.currentThread().interrupt();
    }
    return Exit.OK;
  }

  private static void stop(AutoCloseable started) {
    close(started);
    // Stopped as told is a success, not the 143 that the JVM reports for SIGTERM.
    Runtime.getRuntime().halt(Exit.OK);
  }

  private static void close(AutoCloseable started) {
    try {
      started.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The JDK's server takes these from system properties alone; it reads them when it is first used.
   */
  static void limits() {
    for (String name : new String[] {"maxReqTime", "maxRspTime"}) {
      setUnlessGiven(name, MOST_SECONDS);
    }
    // Or each answer waits for the client's acknowledgement of its head.
    setUnlessGiven("nodelay", "true");
  }

  private static void setUnlessGiven(String name, String value) {
    String property = "sun.net.httpserver." + name;
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
