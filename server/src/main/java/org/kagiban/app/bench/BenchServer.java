package org.kagiban.app.bench;

import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.KagibanServer;
import org.kagiban.app.Logs;
import org.kagiban.app.config.HsmSection.Seeds;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.config.ServerSection;
import org.kagiban.custody.ceremony.KeyFacts;
import org.kagiban.hsm.HsmConfig;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PartitionKeyMaker;
import org.kagiban.hsm.PartitionKeys;
import org.kagiban.hsm.Pin;
import org.kagiban.yaml.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measured process: the server as {@code kagiban serve} runs it, and on a port of its own the
 * empty call without anything of ours around it.
 *
 * <p>Says both ports on standard output, then obeys the lines that come on standard input: {@code
 * log off} and {@code log on} stop and resume the signing of the log, and are said again when that
 * is done; {@code compiler} asks how long the JVM's compiler has worked, in milliseconds; {@code
 * hmac WARMUP SECONDS TOKEN...}, {@code unwrap WARMUP SECONDS} and {@code rows WARMUP SECONDS
 * COUNT} end the server, measure a part by itself and say how often a second it can be done and its
 * CPU microseconds. Ends with its input, and so with whoever started it.
 */
final class BenchServer {
  /** Begins each answer: the JVM itself may say something too. */
  static final String ANSWER = "bench: ";

  /** Asks for the time that the JVM's compiler has taken so far, milliseconds. */
  static final String COMPILER = "compiler";

  /** Begins the orders that switch the signing of the log. */
  static final String LOG_ORDER = "log ";

  private static final Logger LOG = LoggerFactory.getLogger(BenchServer.class);

  private final Path folder;
  private final ServerConfig config;

  private BenchServer(Path folder) throws ConfigException {
    this.folder = folder;
    this.config = ServerConfig.read(BenchFolder.configIn(folder));
  }

  /** Takes the folder that a {@link BenchFolder} made. */
  public static void main(String[] arguments) throws IOException, ConfigException {
    new BenchServer(Path.of(arguments[0])).run();
  }

  private void run() throws IOException {
    Logs.start(config.log());
    try (Partition partition = openPartition()) {
      List<String> unused = PartitionKeys.create(partition);
      if (config.hsm().seeds() == Seeds.WRAPPED) {
        KeyFacts binds = new PartitionKeyMaker(partition).bindingKey("bench");
        LOG.info("rows are bound by {}", binds.label());
      }
      KeyFacts signs = new PartitionKeyMaker(partition).checkpointKey("bench");
      LOG.info("the log is signed by {}", signs.label());
    }
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String order = serve(orders);
    while (order != null) {
      Cost cost = obey(order.split(" "));
      say(cost.perSecond() + " " + cost.cpuMicros());
      order = orders.readLine();
    }
    Logs.stop();
  }

  /** Serves until the first order, null where there is none. */
  private @Nullable String serve(BufferedReader orders) throws IOException {
    Server empty = emptyServer().start();
    try (KagibanServer server =
        KagibanServer.start(config, pin(), Clock.systemUTC(), List.of(), Latency.ofThisProcess())) {
      say(server.port() + " " + empty.getPort());
      return steer(server, orders);
    } finally {
      empty.shutdownNow();
    }
  }

  /** Obeys what is asked of a server that serves. */
  private @Nullable String steer(KagibanServer server, BufferedReader orders) throws IOException {
    String order = orders.readLine();
    while (order != null) {
      if (order.equals(COMPILER)) {
        say("" + ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
      } else if (order.startsWith(LOG_ORDER)) {
        say(log(server, order));
      } else {
        return order;
      }
      order = orders.readLine();
    }
    return null;
  }

  private String log(KagibanServer server, String order) {
    if (order.equals(LOG_ORDER + "on")) {
      server.resumeLog();
    } else {
      server.pauseLog();
    }
    boolean signed = Files.exists(config.audit().folder().resolve("checkpoint"));
    return signed ? order : "there is no checkpoint";
  }

  private static void say(String answer) {
    System.out.println(ANSWER + answer);
  }

  private Server emptyServer() throws IOException {
    ServerSection files = config.server();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return NettyServerBuilder.forAddress(
            address,
            TlsServerCredentials.newBuilder()
                .keyManager(files.certificate().toFile(), files.key().toFile())
                .trustManager(files.clientCa().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build())
        .directExecutor()
        .addService(EmptyCall.service())
        .build();
  }

  private Cost obey(String[] words) {
    double warmUp = Double.parseDouble(words[1]);
    double seconds = Double.parseDouble(words[2]);
    if (words[0].equals("rows")) {
      int tokens = Integer.parseInt(words[3]);
      return RawParts.rows(BenchFolder.rawRowsIn(folder), tokens, warmUp, seconds);
    }
    try (RawHsm hsm = new RawHsm(config, openPartition())) {
      return words[0].equals("hmac")
          ? hsm.hmac(Arrays.asList(words).subList(3, words.length), warmUp, seconds)
          : hsm.unwrap(warmUp, seconds);
    }
  }

  private Partition openPartition() {
    return Partition.open(
        HsmConfig.of(config.hsm().library().path(), BenchFolder.PARTITION), pin());
  }

  private Pin pin() {
    return Pin.fromFile(BenchFolder.userPinIn(folder));
  }
}
