package org.kagiban.app.bench;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.ConnectFile;
import org.kagiban.demo.DevCaller;

/** One measurement, phase by phase: empty calls, Verify at full and half load, the raw parts. */
final class Bench {
  /** Few: a key takes the HSM long to make, and those that wait for it have a time limit. */
  private static final int ISSUED_AT_ONCE = 4;

  /** Of Verify with the log signed, and without. */
  private static final int LOG_ROUNDS = 5;

  /** What is offered, in what it can do. */
  private static final double OVERLOAD = 3;

  private final BenchOptions options;
  private final Consumer<String> progress;

  /**
   * @param progress hears of each phase as it begins
   */
  Bench(BenchOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * @throws BenchException where a call fails, a code is not accepted or the server ends
   */
  BenchResult run() throws IOException {
    progress.accept("making partition and certificates");
    try (Scene scene = Scene.set(options)) {
      CpuMeter cpu = new CpuMeter(ProcessHandle.current(), scene.server().handle());
      try {
        return measure(scene.folder(), scene.server(), cpu);
      } catch (BenchException e) {
        // The log goes with the folder.
        String end = LogTail.of(scene.folder().log());
        throw new BenchException(e.getMessage() + "\nThe server's log ends so:\n" + end, e);
      }
    }
  }

  private BenchResult measure(BenchFolder folder, ServerProcess server, CpuMeter cpu)
      throws IOException {
    int[] ports = server.ports();
    ChannelCredentials credentials = credentials(folder);
    try (Connections calls = new Connections(options.connections(), ports[0], credentials);
        Connections bare = new Connections(options.connections(), ports[1], credentials)) {
      Fleet fleet = issue(calls, cpu);
      VerifyCalls verify = new VerifyCalls(calls, fleet);
      FullLoad full = full(verify, fleet, server, cpu);
      double peak = full.measured().perSecond();
      Measured half = options.has(Phase.HALF) ? half(verify, fleet, peak / 2, cpu) : null;
      LogCost log = options.has(Phase.LOG) ? log(verify, fleet, server, cpu) : null;
      // After Verify: whatever both share is warm by now, and the parts are held to that.
      Measured empty = options.has(Phase.PARTS) ? empty(bare, server, cpu) : null;
      // Last: what it leaves behind in both processes must not make the empty call dearer.
      Overload.Outcome overload =
          options.has(Phase.OVERLOAD) ? overload(calls, fleet, server, peak) : null;
      Parts parts =
          empty == null
              ? null
              : new Parts(empty, rawHmac(server, fleet), rawUnwrap(server), rawRows(server));
      return new BenchResult(full, half, log, overload, parts, options, folder.fileSystem());
    }
  }

  private Measured empty(Connections bare, ServerProcess server, CpuMeter cpu) {
    progress.accept("empty calls");
    Calls empty = EmptyCall.calls(bare);
    new WarmUp(server, options.warmUp() / 2)
        .run(seconds -> Load.full(empty, options.inFlight(), seconds, cpu));
    return Load.full(empty, options.inFlight(), options.seconds(), cpu);
  }

  private Fleet issue(Connections connections, CpuMeter cpu) {
    progress.accept("making and enrolling " + options.tokens() + " tokens");
    Issuing issuing = new Issuing(connections, BenchFolder.INSTITUTION);
    int atOnce = Math.min(options.tokens(), ISSUED_AT_ONCE);
    Load.times(issuing::create, atOnce, options.tokens(), cpu);
    Load.times(issuing::enroll, atOnce, options.tokens(), cpu);
    return issuing.fleet(options.codes());
  }

  private FullLoad full(VerifyCalls calls, Fleet fleet, ServerProcess server, CpuMeter cpu) {
    progress.accept("Verify at full load");
    double[] perSecond = {0};
    WarmUp warmUp = new WarmUp(server, options.warmUp());
    warmUp.run(
        seconds -> perSecond[0] = Load.full(calls, options.inFlight(), seconds, cpu).perSecond());
    // More than it was just able to use.
    fleet.prepare(1.5 * perSecond[0] * options.seconds());
    long compiler = warmUp.compilerMillis();
    Measured measured = Load.full(calls, options.inFlight(), options.seconds(), cpu);
    return new FullLoad(
        measured, warmUp.compilerMillis() - compiler, Memory.residentMib(server.handle()));
  }

  private Measured half(VerifyCalls calls, Fleet fleet, double perSecond, CpuMeter cpu) {
    progress.accept("Verify at half load");
    fleet.prepare(perSecond * options.seconds());
    return Load.steady(calls, options.tokens(), perSecond, options.seconds(), cpu);
  }

  private Overload.Outcome overload(
      Connections calls, Fleet fleet, ServerProcess server, double peak) {
    progress.accept("Verify, three times as much as it can do");
    double perSecond = OVERLOAD * peak;
    new WarmUp(server, options.warmUp())
        .run(seconds -> Overload.run(calls, fleet, perSecond, seconds));
    fleet.prepare(2 * peak * options.seconds());
    return Overload.run(calls, fleet, perSecond, options.seconds());
  }

  /** On and off take turns, so that what else changes on the machine meets both. */
  private LogCost log(VerifyCalls calls, Fleet fleet, ServerProcess server, CpuMeter cpu) {
    progress.accept("Verify with the log's tree and checkpoints, and without");
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    double expected = 0;
    for (int turn = 0; turn < 2 * LOG_ROUNDS; turn++) {
      // on off, off on, on off, ...: a steady drift is not taken for the log's cost.
      boolean on = turn % 4 == 0 || turn % 4 == 3;
      server.log(on);
      fleet.prepare(2 * expected * options.seconds());
      Measured measured = Load.full(calls, options.inFlight(), options.seconds(), cpu);
      expected = measured.perSecond();
      (on ? with : without).add(expected);
    }
    server.log(true);
    return LogCost.of(with, without);
  }

  private Cost rawHmac(ServerProcess server, Fleet fleet) {
    progress.accept("HMACs");
    return raw(server, "hmac", String.join(" ", fleet.ids()));
  }

  /**
   * Where tokens that take turns are more than the HSM holds, none is there when it comes round.
   */
  private @Nullable Cost rawUnwrap(ServerProcess server) {
    if (!options.hsm().wrapped() || options.tokens() <= options.hsm().unwrapped()) {
      return null;
    }
    progress.accept("unwraps");
    return raw(server, "unwrap", "");
  }

  private Cost rawRows(ServerProcess server) {
    progress.accept("durable rows");
    return raw(server, "rows", Integer.toString(options.tokens()));
  }

  private Cost raw(ServerProcess server, String part, String argument) {
    server.order(part + " " + briefly() + " " + options.seconds() + " " + argument);
    String[] words = server.answer(60 + (long) options.seconds());
    return new Cost(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
  }

  /** For what is warm already, or has little that could be compiled. */
  private double briefly() {
    return Math.min(1, options.warmUp());
  }

  private static ChannelCredentials credentials(BenchFolder folder) throws IOException {
    ConnectFile caller = folder.pki().connect(DevCaller.INTERNET_BANKING, "127.0.0.1:0");
    return TlsChannelCredentials.newBuilder()
        .keyManager(caller.certificate().toFile(), caller.key().toFile())
        .trustManager(caller.ca().toFile())
        .build();
  }
}
