package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_TOKEN;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kagiban.audit.reconcile.Item;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.verification.UnavailableException;

/**
 * Reads every object of a partition, whoever made it, page by page: verifications go on meanwhile,
 * and the library can be reopened between two pages, though not to bound its leak before this is
 * closed. Runs on the caller's thread and blocks it.
 */
public final class HsmInventoryReader implements AutoCloseable {
  private static final int PAGE = 64;

  private final Partition partition;
  private final Generation generation;
  private final long[] objects;

  private HsmInventoryReader(Partition partition, Generation generation, long[] objects) {
    this.partition = partition;
    this.generation = generation;
    this.objects = objects;
  }

  /** Which hash goes with seeds, of those that are some token's. */
  @FunctionalInterface
  public interface Hashes {
    Map<SeedRef, HashAlgorithm> of(Collection<SeedRef> seeds);
  }

  /**
   * Finds the objects that there are now; takes a while where there are many.
   *
   * @throws UnavailableException where the HSM is lost
   * @throws HsmException where it fails otherwise
   */
  public static HsmInventoryReader begin(Partition partition) {
    return partition.setUp(
        session -> {
          long[] found =
              session.find(new Template().flag(CKA_TOKEN, true)).stream()
                  .mapToLong(Long::longValue)
                  .toArray();
          session.generation().hold();
          return new HsmInventoryReader(partition, session.generation(), found);
        });
  }

  /** How many there were. */
  public long count() {
    return objects.length;
  }

  /**
   * Reads them all. Those that have gone meanwhile are left out.
   *
   * @throws UnavailableException where the HSM is lost, or was reopened since {@link #begin}
   * @throws HsmException where it fails otherwise
   */
  public void read(Hashes hashes, Consumer<Item> found) {
    for (int from = 0; from < objects.length; from += PAGE) {
      int begin = from;
      int end = Math.min(from + PAGE, objects.length);
      List<HsmInventoryObject> page = run(session -> named(session, begin, end));
      List<SeedRef> seeds =
          page.stream().filter(HsmInventoryObject::isSeed).map(HsmInventoryObject::ref).toList();
      Map<SeedRef, HashAlgorithm> known = seeds.isEmpty() ? Map.of() : hashes.of(seeds);
      run(session -> measured(session, page, known)).forEach(found);
    }
  }

  @Override
  public void close() {
    generation.letGo();
  }

  private <T> T run(HsmJob<T> job) {
    return partition.setUp(
        session -> {
          if (session.generation() != generation) {
            throw new UnavailableException(
                HSM_UNAVAILABLE, "the HSM was reopened while its objects were read");
          }
          return job.run(session);
        });
  }

  private List<HsmInventoryObject> named(HsmSession session, int from, int to) {
    List<HsmInventoryObject> page = new ArrayList<>();
    for (int i = from; i < to; i++) {
      long handle = objects[i];
      unlessGone(() -> page.add(HsmInventoryObject.read(session, handle)));
    }
    return page;
  }

  private static List<Item> measured(
      HsmSession session, List<HsmInventoryObject> page, Map<SeedRef, HashAlgorithm> known) {
    List<Item> items = new ArrayList<>();
    for (HsmInventoryObject object : page) {
      unlessGone(() -> items.add(object.measure(session, known)));
    }
    return items;
  }

  private static void unlessGone(Runnable read) {
    try {
      read.run();
    } catch (HsmException e) {
      if (!e.aboutHandle()) {
        throw e;
      }
    }
  }
}
