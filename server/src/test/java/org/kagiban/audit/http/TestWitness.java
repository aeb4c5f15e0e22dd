package org.kagiban.audit.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.kagiban.audit.file.WitnessFiles;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.witness.RecordingJournal;
import org.kagiban.audit.witness.Witness;

/** A real witness on loopback, which can be stopped and started again. */
final class TestWitness implements AutoCloseable {
  final TestSigner key;
  final RecordingJournal journal = new RecordingJournal();
  private final TestLog log;
  private final Path memory;
  private WitnessServer server;

  TestWitness(String name, TestLog log, Path memory) throws IOException {
    this.key = TestSigner.of(name);
    this.log = log;
    this.memory = memory;
    this.server = start(0);
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private WitnessServer start(int port) throws IOException {
    Witness witness =
        new Witness(
            key, List.of(log.key.verifier()), new WitnessFiles(memory), Clock.systemUTC(), journal);
    return WitnessServer.start(loopback(port), null, witness);
  }

  /** Another process with the same folder, at the same address. */
  void restart() throws IOException {
    int port = server.port();
    server.close();
    server = start(port);
  }

  /** At the address where it stopped. */
  void startAgain() throws IOException {
    server = start(server.port());
  }

  String url() {
    return server.url();
  }

  WitnessClient client() {
    return client(url(), key);
  }

  static WitnessClient client(String url, TestSigner key) {
    return new WitnessClient(
        BaseUrl.parse(url), key.cosigner(), HttpCalls.within(Duration.ofSeconds(20)));
  }

  @Override
  public void close() {
    server.close();
  }
}
