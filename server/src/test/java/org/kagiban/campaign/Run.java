package org.kagiban.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.kagiban.audit.verify.Finding;
import org.kagiban.campaign.Outcome.Answered;

/** One run: clients ask, things break, all of it is healed, what was lost is asked again. */
final class Run {
  private static final int CLIENTS = 8;
  private static final int SLOW_SECONDS = 60;

  private final World world;
  private final long seed;
  private final int seconds;
  private final List<Customer> customers;
  private final List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
  private final SplittableRandom random;
  private final Faults faults;
  private final long origin = System.nanoTime();
  private final List<Violation> found = new ArrayList<>();
  private final Map<String, Long> times = new LinkedHashMap<>();
  private int uses;
  private int askedAgain;

  Run(World world, int number, long seed, int seconds) {
    this.world = world;
    this.seed = seed;
    this.seconds = seconds;
    this.customers = world.customers(number);
    random = new SplittableRandom(seed);
    faults = new Faults(world, random.split(), seconds);
  }

  List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** All broken promises. */
  List<Violation> run() throws Exception {
    long start = System.nanoTime();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Client client = new Client(this::attempt, world.nodes, customers, random.split(), seed, i);
      Thread thread = new Thread(() -> client.run(start + nanos(seconds)), "client-" + i);
      thread.start();
      clients.add(thread);
    }
    faults.carryOut(start, seconds);
    for (Thread client : clients) {
      client.join();
    }
    faults.heal();
    long healed = System.nanoTime();
    ask();
    long asked = System.nanoTime();
    check();
    times.put("requests", healed - start);
    times.put("asked again", asked - healed);
    times.put("checked", System.nanoTime() - asked);
    return found;
  }

  private static long nanos(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  /** One call, recorded. */
  private Outcome attempt(Customer customer, String request, Action action, int server) {
    long start = System.nanoTime() - origin;
    Outcome outcome = world.nodes.get(server).connection().call(customer, request, action);
    long end = System.nanoTime() - origin;
    if (outcome instanceof Answered answer && answer.verdict().equals("ACCEPTED")) {
      customer.accepted(action);
    }
    attempts.add(new Attempt(customer.id(), request, action, server, start, end, outcome));
    return outcome;
  }

  /** Asks again for what nobody had an answer to. */
  private void ask() throws Exception {
    Map<String, Customer> known = new TreeMap<>();
    customers.forEach(customer -> known.put(customer.id(), customer));
    List<Operation> open =
        Operation.of(attempts()).stream().filter(o -> o.end() == Operation.NEVER).toList();
    Asking asking =
        new Asking(
            open,
            (operation, server) -> {
              Customer customer = Objects.requireNonNull(known.get(operation.token()));
              return attempt(customer, operation.request(), operation.action(), server).definite();
            });
    if (!asking.run(faults::startServers)) {
      found.add(
          new Violation("recovery", "not serving again: " + attempts.get(attempts.size() - 1)));
    }
    askedAgain = open.size();
  }

  private void check() throws Exception {
    Map<String, HistoryChecker.Start> starts = new TreeMap<>();
    customers.forEach(customer -> starts.put(customer.id(), customer.start()));
    List<Operation> operations = Operation.of(attempts());
    long end = System.nanoTime() + nanos(30);
    List<Violation> missing;
    LogRules log;
    do {
      log = new LogRules(world.events(), starts.keySet());
      missing = log.check(operations, Customer.LOCK_LIMIT);
      uses = log.uses();
      if (!missing.isEmpty()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      }
    } while (!missing.isEmpty() && System.nanoTime() < end);
    found.addAll(missing);
    found.addAll(new HistoryChecker(starts, log).check(attempts()));
    checkUses(operations);
    for (Finding finding : world.findings()) {
      found.add(new Violation("logged", "audit verify: " + finding));
    }
    if (!found.isEmpty()) {
      System.out.println(String.join("\n", faults.text()));
    }
  }

  /** A key was used as often as requests with a code were decided: no more and no less. */
  private void checkUses(List<Operation> operations) {
    Set<String> decided = new HashSet<>();
    for (Operation operation : operations) {
      if (operation.outcome() instanceof Answered
          && !(operation.action() instanceof Action.Unlock)) {
        decided.add(operation.request());
      }
    }
    boolean all = operations.stream().allMatch(operation -> operation.outcome().definite());
    if (all && decided.size() != uses) {
      found.add(
          new Violation("logged", decided.size() + " answers, " + uses + " uses of keys logged"));
    }
  }

  /** Whether somebody should look why, though no promise was broken. */
  boolean healedSlowly() {
    return times.getOrDefault("asked again", 0L) > nanos(SLOW_SECONDS);
  }

  /** Verdicts and faults with their numbers. */
  String summary() {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Integer> lost = new TreeMap<>();
    for (Attempt attempt : attempts()) {
      String what =
          attempt.outcome() instanceof Answered answer
              ? answer.verdict()
              : attempt.outcome().getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
      counts.merge(what, 1, Integer::sum);
      if (attempt.outcome() instanceof Outcome.Lost why) {
        lost.merge(why.reason(), 1, Integer::sum);
      }
    }
    List<String> seconds = new ArrayList<>();
    times.forEach((what, nanos) -> seconds.add("%s %.1f s".formatted(what, nanos / 1e9)));
    return "%d operations, %d attempts %s, lost to %s, %d asked again, %d uses of keys, %d faults; %s"
        .formatted(
            Operation.of(attempts()).size(),
            attempts.size(),
            counts,
            lost,
            askedAgain,
            uses,
            faults.text().size(),
            String.join(", ", seconds));
  }
}
