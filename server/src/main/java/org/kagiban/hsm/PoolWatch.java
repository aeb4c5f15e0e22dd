package org.kagiban.hsm;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a pool's partitions over and over, each on a thread of its own: opens those that are not
 * open, compares the keys of those that come back before they serve, and asks those that serve for
 * an HMAC whose result is known. One that computes another is out, and stays out until it computes
 * the right one.
 */
final class PoolWatch {
  static final long PERIOD_MILLIS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(PoolWatch.class);
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final HsmPool pool;
  private final Partition home;
  private final boolean stored;
  private final Set<PoolMember> doubted = ConcurrentHashMap.newKeySet();
  private final Set<PoolMember> givenUp = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<PoolMember, Long> next = new ConcurrentHashMap<>();

  /** What each showed at the last look. */
  private final ConcurrentHashMap<PoolMember, PoolKeys> shown = new ConcurrentHashMap<>();

  private volatile PoolKeys keys = new PoolKeys(Map.of());

  /** The home's keys have changed, and it was away since. */
  private volatile boolean outdated;

  PoolWatch(HsmPool pool, Partition home) {
    this.pool = pool;
    this.home = home;
    this.stored = home.keeping().place() == SeedPlace.WRAPPED;
  }

  /** What the home has now is what all must have. */
  void begin(PoolMember first) {
    keys =
        home.setUp(
            session -> {
              PoolKeys read = PoolKeys.read(session);
              first.admit(session.generation());
              return read;
            });
    shown.put(first, keys);
  }

  /**
   * Reads the home's keys anew, now or when it is back; a partition that lacks one is out from then
   * on.
   */
  void keysChanged() {
    outdated = true;
    try {
      readHome();
    } catch (UnavailableException | HsmException e) {
      LOG.warn("the pool's keys are read anew when its first partition is back", e);
    }
  }

  private void readHome() {
    PoolKeys read = home.setUp(PoolKeys::read);
    outdated = false;
    // A home whose keys cannot be seen does not say what the others must have.
    if (!keys.lasting().gone(keys, read)) {
      keys = read;
    }
    for (PoolMember member : pool.members()) {
      doubt(member);
    }
  }

  /** Compares a partition at its next look. */
  void doubt(PoolMember member) {
    doubted.add(member);
  }

  void look(PoolMember member) {
    try {
      if (givenUp.contains(member) || !due(member) || !member.reached()) {
        return;
      }
      Partition partition = member.partition();
      if (partition == null || !partition.isOpen()) {
        return;
      }
      if (outdated && partition == home) {
        readHome();
      }
      if (!member.serves() || doubted.remove(member)) {
        if (member.rested()) {
          compare(member, partition);
        }
      } else {
        if (member.owes()) {
          partition.setUp(
              session -> {
                member.settle(session);
                return session;
              });
        }
        ask(member);
      }
    } catch (HsmSetupException e) {
      member.expel(String.valueOf(e.getMessage()));
      if (e.pinRefused()) {
        givenUp.add(member);
      }
      later(member, OPENING_NANOS);
    } catch (RuntimeException e) {
      member.expel(String.valueOf(e.getMessage()));
      later(member, OPENING_NANOS);
    }
  }

  private boolean due(PoolMember member) {
    Long at = next.get(member);
    return at == null || System.nanoTime() - at >= 0 || doubted.contains(member);
  }

  private void later(PoolMember member, long nanos) {
    next.put(member, System.nanoTime() + nanos);
  }

  private void compare(PoolMember member, Partition partition) {
    PoolKeys wanted = keys;
    if (!wanted.serve() && partition != home) {
      member.expel("the first partition has no keys yet: perform a partition-keys ceremony");
      return;
    }
    Look look = partition.setUp(session -> compared(member, partition, wanted, session));
    look.complaint().ifPresent(member::expel);
    PoolKeys before = shown.put(member, look.keys());
    if (before != null && wanted.gone(before, look.keys())) {
      // No ceremony took them. A new login may see them again, the old one did not always.
      partition.lost(look.generation(), "keys that it had are not to be seen");
    }
  }

  private record Look(Generation generation, PoolKeys keys, Optional<String> complaint) {}

  private Look compared(
      PoolMember member, Partition partition, PoolKeys wanted, HsmSession session) {
    PoolKeys read = PoolKeys.read(session);
    Optional<String> complaint = wanted.complaint(read, stored);
    Generation generation = session.generation();
    if (complaint.isEmpty() && !member.serves()) {
      // They may have been restored since it was opened.
      generation.setKeys(PartitionKeys.find(session, partition.config().quirks()));
      generation.rowKeys().refresh(session);
      member.settle(session);
      member.admit(generation);
    }
    return new Look(generation, read, complaint);
  }

  /** With a result that is known, since an HSM may also be well and wrong. */
  private void ask(PoolMember member) {
    later(member, PING_NANOS);
    KeyCheck wanted = keys.checks().get(KeyNames.REQUEST);
    HsmWorkers workers = member.serving();
    long limit = 2 * workers.partition().config().callLimit().toMillis();
    try {
      if (wanted == null) {
        workers.ping().get(limit, TimeUnit.MILLISECONDS);
        return;
      }
      KeyCheck got = workers.checkRequestKey().get(limit, TimeUnit.MILLISECONDS);
      if (!got.equals(wanted)) {
        member.expel(
            "IT COMPUTES WRONG HMACS: "
                + got.value()
                + " where "
                + wanted.value()
                + " is right. Take the HSM out of service; codes that it called wrong since the"
                + " last look may have been right");
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("partition {} does not answer", member.name(), e);
      if (e instanceof TimeoutException || e.getCause() instanceof LateException) {
        member.expel("it does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
