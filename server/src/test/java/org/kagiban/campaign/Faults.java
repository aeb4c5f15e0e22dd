package org.kagiban.campaign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What breaks, and when: a schedule made of the seed, and carried out on the world's thread. */
final class Faults {
  /** The greatest step of a clock, milliseconds. */
  private static final int MOST_STEP = 600_000;

  /**
   * Most that a clock is off, to either side, milliseconds. A server that starts with such a clock
   * tells of no step: so it is, with what many unseen steps add up to, less than the ten minutes
   * that audit verify bears.
   */
  private static final int MOST_OFF = 540_000;

  /** What a server does not take for a step. */
  private static final int UNSEEN_STEP = 1_900;

  /** Something that may fail while everything breaks. */
  interface Deed {
    void run() throws IOException, InterruptedException;
  }

  private record Planned(long atMillis, String what, Deed deed) {}

  private final World world;
  private final SplittableRandom random;
  private final List<Planned> plan = new ArrayList<>();

  Faults(World world, SplittableRandom random, int seconds) {
    this.world = world;
    this.random = random;
    long end = TimeUnit.SECONDS.toMillis(seconds);
    for (long at = 500; at < end; at += 150 + random.nextInt(1_400)) {
      add(at);
    }
    plan.sort(Comparator.comparingLong(Planned::atMillis));
  }

  private void add(long at) {
    int choice = random.nextInt(100);
    int server = random.nextInt(World.SERVERS);
    Node node = world.nodes.get(server);
    if (choice < 12) {
      plan(at, "kill server " + server, node::kill);
      plan(at + random.nextInt(1_000), "start server " + server, () -> start(node));
    } else if (choice < 22) {
      boolean hard = random.nextBoolean();
      plan(at, hard ? "kill PostgreSQL" : "restart PostgreSQL", () -> restartPostgres(hard));
    } else if (choice < 34) {
      int number = random.nextInt(World.PARTITIONS);
      plan(at, "kill partition " + number, world.partitions.get(number)::kill);
      plan(
          at + 50 + random.nextInt(1_000),
          "start partition " + number,
          world.partitions.get(number)::start);
    } else if (choice < 60) {
      boolean seen = random.nextInt(4) == 0;
      int most = seen ? MOST_STEP : UNSEEN_STEP;
      long step = random.nextInt(-most, most + 1);
      plan(at, "step clock " + server + " by " + step + " ms", () -> step(node, step));
      if (seen && random.nextBoolean()) {
        plan(at + random.nextInt(6_000), "step clock " + server + " back", () -> step(node, -step));
      }
    } else if (choice < 80) {
      plan(at, "break clients of " + server, node::breakClients);
    } else {
      plan(at, "break store of " + server, node::breakStore);
    }
  }

  private void plan(long at, String what, Deed deed) {
    plan.add(new Planned(at, what, deed));
  }

  List<String> text() {
    return plan.stream().map(each -> each.atMillis() + " ms: " + each.what()).toList();
  }

  /**
   * Breaks things as planned.
   *
   * @param start of the run, nanoseconds
   */
  void carryOut(long start, int seconds) throws IOException, InterruptedException {
    for (Planned planned : plan) {
      await(start + TimeUnit.MILLISECONDS.toNanos(planned.atMillis()));
      if (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
        planned.deed().run();
      }
    }
    await(start + TimeUnit.SECONDS.toNanos(seconds));
  }

  private static void await(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void restartPostgres(boolean hard) throws IOException, InterruptedException {
    if (hard) {
      world.postgres.killHard();
    } else {
      world.postgres.shutDown();
    }
    world.postgres.launch();
  }

  private void step(Node node, long millis) {
    long offset = node.offsetMillis() + millis;
    world.setClock(node, Math.max(-MOST_OFF, Math.min(MOST_OFF, offset)));
  }

  /** A server does not start before the log's last event: its clock is set forward first. */
  private void start(Node node) throws IOException {
    if (!node.running()) {
      world.setClock(node, world.highestOffset());
    }
    node.start();
  }

  /** Everything runs again, and no clock stands where its server cannot believe it. */
  void heal() throws IOException {
    for (int i = 0; i < World.PARTITIONS; i++) {
      world.partitions.get(i).kill();
      world.partitions.get(i).start();
    }
    world.nodes.forEach(Node::rightClock);
    startServers();
  }

  /** Those that do not run, and those that ended since because something else was broken. */
  void startServers() throws IOException {
    for (Node node : world.nodes) {
      start(node);
    }
  }
}
