package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kagiban.otp.Hmac;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.verification.UnavailableException;
import org.kagiban.verification.WrappedSeed;

/**
 * HMACs over one seed: on the handle that is there, or else on one that is unwrapped first. Where a
 * handle turns out to be void, since the seed was moved meanwhile, the work is begun again.
 */
final class SeedJob<T> extends Job<T> {
  private final Token token;
  private final SeedRef seed;
  private final Function<Hmac, T> work;
  private final Consumer<SeedJob<?>> fetch;

  /**
   * @param fetch called outside the HSM's lock where the seed is not in the HSM; it completes this,
   *     or submits it again
   */
  SeedJob(Token token, SeedRef seed, Function<Hmac, T> work, Consumer<SeedJob<?>> fetch) {
    super(System.nanoTime());
    this.token = token;
    this.seed = seed;
    this.work = work;
    this.fetch = fetch;
  }

  Token token() {
    return token;
  }

  @Override
  Ready run(HsmSession session) {
    Generation generation = session.generation();
    long resident = generation.seeds().find(seed);
    if (resident != SeedHandles.NOT_THERE) {
      return runResident(session, resident);
    }
    UnwrappedSeed unwrapped = generation.unwrapped().hold(token.id(), token.profile());
    generation.observer().wanted(unwrapped != null);
    return unwrapped == null ? this::fetch : runHeld(session, unwrapped);
  }

  /**
   * Without a row: the seed may have become an object between the look for one and the look for the
   * other, or another server made it.
   *
   * @throws UnavailableException where it is in neither place
   */
  Ready runMoved(HsmSession session) {
    long resident = session.generation().search().find(session, seed);
    if (resident == SeedHandles.NOT_THERE) {
      throw new UnavailableException(
          HSM_UNAVAILABLE, "the HSM does not hold seed " + token.id() + ", nor the store");
    }
    return published(() -> result(session, resident));
  }

  private Ready runResident(HsmSession session, long handle) {
    try {
      return result(session, handle);
    } catch (HsmException e) {
      if (!e.aboutHandle()) {
        throw e;
      }
      // Moved to the store between the look and the use, perhaps by another process.
      session.generation().seeds().forget(seed, handle);
      return this::fetch;
    }
  }

  private boolean fetch() {
    fetch.accept(this);
    return true;
  }

  private Ready runHeld(HsmSession session, UnwrappedSeed unwrapped) {
    try {
      return result(session, unwrapped.handle());
    } finally {
      unwrapped.release(session);
    }
  }

  private Ready result(HsmSession session, long handle) {
    HashAlgorithm algorithm = token.profile().algorithm();
    T result = work.apply(session.hmac(algorithm, handle));
    return () -> complete(result);
  }

  /**
   * Runs the work on the stored seed, and keeps that for the next time.
   *
   * @return to be published; a failure of the work's own is published too, not thrown
   */
  Ready runUnwrapped(HsmSession session, WrappedSeed row) {
    UnwrappedSeeds unwrapped = session.generation().unwrapped();
    UnwrappedSeed there = unwrapped.hold(token.id(), token.profile());
    UnwrappedSeed held = there != null ? there : unwrap(session, unwrapped, row);
    return published(() -> runHeld(session, held));
  }

  /** Others may wait for the seed: a failure of this work's own is not theirs. */
  private Ready published(Supplier<Ready> run) {
    try {
      return run.get();
    } catch (HsmException e) {
      throw e;
    } catch (RuntimeException e) {
      return () -> completeExceptionally(e);
    }
  }

  /** As the keeper's object: it outlives the job, and any worker's session. */
  private UnwrappedSeed unwrap(HsmSession session, UnwrappedSeeds unwrapped, WrappedSeed row) {
    Generation generation = session.generation();
    SeedLock lock = generation.seedLock();
    long handle = StoredSeeds.unwrap(session, generation.keeper(), row, token, lock.used());
    try {
      lock.refuseWeakUsed(session, handle, token.id());
    } catch (RuntimeException e) {
      session.destroyAfter(e, handle);
      throw e;
    }
    return unwrapped.add(session, token.id(), token.profile(), handle);
  }
}
