package org.kagiban.campaign;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.kagiban.campaign.Outcome.Answered;

/** A client of the bank's: asks, mostly retries what was lost, and sometimes what was not. */
final class Client {
  private static final int MOST_PAUSE_MICROS = 25_000;
  private static final int MOST_REST_MILLIS = 400;

  /** Sends one request. */
  interface Caller {
    Outcome attempt(Customer customer, String request, Action action, int server);
  }

  private record Sent(Customer customer, String request, Action action) {}

  private final Caller caller;
  private final List<Node> nodes;
  private final List<Customer> customers;
  private final SplittableRandom random;
  private final String prefix;
  private int number;
  private boolean locked;

  Client(
      Caller caller,
      List<Node> nodes,
      List<Customer> customers,
      SplittableRandom random,
      long seed,
      int client) {
    this.caller = caller;
    this.nodes = nodes;
    this.customers = customers;
    this.random = random;
    this.prefix = "run-" + seed + "-" + client + "-";
  }

  void run(long end) {
    @Nullable Sent last = null;
    while (System.nanoTime() < end) {
      int server = random.nextInt(nodes.size());
      Sent next = next(last, server);
      Outcome outcome = send(next, server);
      for (int retry = 0; !outcome.definite() && retry < 4 && random.nextInt(8) > 0; retry++) {
        pause();
        outcome = send(next, random.nextInt(nodes.size()));
      }
      if (!outcome.definite()) {
        // Else a thousand are open at the end of a run in which no server is there.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_REST_MILLIS)));
      }
      last = next;
      pause();
    }
  }

  private Outcome send(Sent sent, int server) {
    Outcome outcome = caller.attempt(sent.customer(), sent.request(), sent.action(), server);
    if (outcome instanceof Answered answer) {
      locked = answer.verdict().equals("LOCKED");
    }
    return outcome;
  }

  private Sent next(@Nullable Sent last, int server) {
    int choice = random.nextInt(20);
    if (last != null && choice == 0) {
      return last;
    }
    Customer customer = customers.get(random.nextInt(customers.size()));
    if (last != null && choice == 1 && !(last.action() instanceof Action.Unlock)) {
      // Another body with an id that is in use.
      Action other = last.customer().wrongCode(random);
      return new Sent(last.customer(), last.request(), other);
    }
    if (last != null && locked && choice < 10) {
      customer = last.customer();
      return new Sent(customer, prefix + number++, new Action.Unlock());
    }
    return new Sent(customer, prefix + number++, action(customer, server));
  }

  private Action action(Customer customer, int server) {
    int choice = random.nextInt(100);
    if (choice < 30) {
      return customer.wrongCode(random);
    }
    return choice < 33 ? new Action.Unlock() : customer.rightCode(random, nodes.get(server).time());
  }

  private void pause() {
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MOST_PAUSE_MICROS)));
  }
}
