package org.kagiban.demo;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.CliException;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Exit;
import org.kagiban.cli.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kagiban demo}. */
@Command(
    name = "demo",
    description = {
      "Start a server with SoftHSM and SQLite and walk a customer's first steps.",
      "Exit code 0 if every step went as it should."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Option(names = "--once", description = "End after the walk instead of staying up.")
  private boolean once;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".kagiban/demo",
      description = "Where everything is kept. Default: ${DEFAULT-VALUE}.")
  private Path dir = Path.of(".kagiban", "demo");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Default: " + Ports.DEFAULT + ", any free one where that is taken.")
  private @Nullable Integer port;

  @Mixin private PageOptions pageOptions = new PageOptions();

  @Option(
      names = "--wrapped",
      description =
          "Keep seeds in the database, under a KEK of the HSM's; the default is in the HSM."
              + " Choose once for a --dir.")
  private boolean wrapped;

  // Replaced by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Screen screen = Screen.of(spec.commandLine().getOut());
    try (DemoFolder folder = DemoFolder.open(dir)) {
      StaleServer.refuse(folder);
      screen.heading("鍵番 Kagiban demo: a credit union's customer begins to use a token (利用開始)");
      return run(folder, screen);
    }
  }

  private int run(DemoFolder folder, Screen screen) throws IOException, InterruptedException {
    DevPki pki = DevPki.ensure(folder.file("pki"), Clock.systemUTC());
    String target = "localhost:" + Setup.prepare(folder, pki, Ports.choose(port), wrapped, screen);
    Kagiban kagiban = new Kagiban(SoftHsm.settings(folder));
    try (ServerProcess server = ServerProcess.start(kagiban, folder)) {
      // Ctrl-C and kill end this process without unwinding its stack.
      Thread stop = new Thread(server::close, "stop-server");
      Runtime.getRuntime().addShutdownHook(stop);
      try {
        return serve(kagiban, server, folder, pki, target, screen);
      } finally {
        removeHook(stop);
      }
    }
  }

  private static void removeHook(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook runs.
    }
  }

  private int serve(
      Kagiban kagiban,
      ServerProcess server,
      DemoFolder folder,
      DevPki pki,
      String target,
      Screen screen)
      throws IOException, InterruptedException {
    ConnectFile bank = pki.connect(DevCaller.INTERNET_BANKING, target);
    try (Session waiting = Session.open(bank, PATIENCE)) {
      server.awaitAnswering(waiting);
    }
    makeKeys(kagiban, folder, pki, target, screen);
    try (Session waiting = Session.open(bank, PATIENCE)) {
      server.awaitServing(waiting);
    }
    screen.ok("server is serving", "%s, mTLS, pid %d".formatted(target, server.pid()));
    Customer customer = Customer.random();
    boolean good = walk(bank, folder, customer, screen);
    if (once || !good) {
      screen.heading(good ? "Every step went as it should." : "Not every step went as it should.");
      return good ? Exit.OK : Exit.NOT_ACCEPTED;
    }
    int code;
    try (Pages pages = Pages.open(bank, folder, pageOptions)) {
      pages.print(screen);
      new NextThings(folder, target, customer).print(screen);
      code = server.await();
    }
    throw new CliException(
        Exit.UNAVAILABLE,
        "the server ended with exit code %d; see %s".formatted(code, folder.log()));
  }

  /** The ceremonies that a new partition begins with; custodians never act alone. */
  private void makeKeys(
      Kagiban kagiban, DemoFolder folder, DevPki pki, String target, Screen screen)
      throws IOException, InterruptedException {
    try (Session one = Session.open(pki.connect(DevCaller.CUSTODIAN_1, target), PATIENCE);
        Session two = Session.open(pki.connect(DevCaller.CUSTODIAN_2, target), PATIENCE)) {
      DualControl custodians = new DualControl(one, two);
      boolean made = custodians.makeFirstKeys(DemoConfig.PARTITION);
      screen.ok(
          "HSM keys, by two custodians",
          made ? "proposed, approved and made" : "there from the last time");
      if (made && wrapped) {
        FirstKek.make(kagiban, folder, custodians);
        screen.ok("KEK, by the security officer", FirstKek.LABEL);
      }
    }
  }

  private static boolean walk(ConnectFile bank, DemoFolder folder, Customer customer, Screen screen)
      throws InterruptedException {
    screen.heading("The customer, contract ID (契約者ID) %s".formatted(customer.subscriberId()));
    try (Session session = Session.open(bank, PATIENCE)) {
      customer.getToken(session, folder, screen);
      return new Journey(session, customer.subscriber(), customer.token(), screen).walk();
    } catch (StatusRuntimeException e) {
      screen.failed("the server's answer", e.getStatus().toString());
      screen.note("see " + folder.log());
      return false;
    }
  }
}
