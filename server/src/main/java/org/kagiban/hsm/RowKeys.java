package org.kagiban.hsm;

import static org.kagiban.verification.UnavailableException.Part.HSM_UNAVAILABLE;
import static sun.security.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.kagiban.verification.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that stored seeds need, as one generation finds them: KEKs by label and the binding key.
 * Each is looked at closely when it is first used, and may be made while the server runs.
 * Thread-safe.
 */
final class RowKeys {
  private static final Logger LOG = LoggerFactory.getLogger(RowKeys.class);

  private final SeedKeeping keeping;
  private final ConcurrentHashMap<String, Long> keks = new ConcurrentHashMap<>();

  /** The binding key, or the session object in its place; 0 until it is found. */
  private volatile long binding;

  /** Whether a session object in its place was tried. */
  private volatile boolean quickened;

  /** The binding key itself, 0 until it is found; guarded by this. */
  private long bindingObject;

  RowKeys(SeedKeeping keeping) {
    this.keeping = keeping;
  }

  /**
   * The KEK that new seeds are wrapped under.
   *
   * @throws UnavailableException where none is active
   */
  String activeKek() {
    String active = keeping.kek().label();
    if (active == null) {
      throw new UnavailableException(
          HSM_UNAVAILABLE, "no KEK is active that a new seed could be wrapped under");
    }
    return active;
  }

  /**
   * @throws UnavailableException where the partition has none of this label, or a weak one
   */
  long kek(HsmSession session, String label) {
    Long known = keks.get(label);
    if (known != null) {
      return known;
    }
    long found = find(session, label);
    keks.put(label, found);
    return found;
  }

  private long find(HsmSession session, String label) {
    try {
      Kek kek = keeping.acceptNotEnforced() ? Kek.locate(session, label) : strong(session, label);
      return kek.handle();
    } catch (HsmSetupException e) {
      throw unavailable(e);
    }
  }

  private static Kek strong(HsmSession session, String label) {
    Kek kek = Kek.find(session, label);
    List<String> gaps = KekEnforcement.templates(session, kek);
    if (!gaps.isEmpty()) {
      throw new HsmSetupException("KEK " + label + " is refused: " + String.join("; ", gaps));
    }
    return kek;
  }

  /** Looks at every key again when it is used next: they may have been made or destroyed. */
  synchronized void refresh(HsmSession session) {
    keks.clear();
    OptionalLong now = PartitionKeys.only(session, CKO_SECRET_KEY, KeyNames.BINDING);
    if (bindingObject == 0 || (now.isPresent() && now.getAsLong() == bindingObject)) {
      return;
    }
    long inItsPlace = binding;
    binding = 0;
    quickened = false;
    if (inItsPlace != bindingObject) {
      session.destroy(inItsPlace);
    }
    bindingObject = 0;
  }

  /** Forgets a KEK's handle, such as one that was destroyed. */
  void forget(String kek) {
    keks.remove(kek);
  }

  /**
   * @throws UnavailableException where the partition has none, or a weak one
   */
  long binding(HsmSession session) {
    long known = binding;
    return known != 0 ? known : findBinding(session);
  }

  private synchronized long findBinding(HsmSession session) {
    if (binding == 0) {
      try {
        bindingObject = find(session);
        binding = bindingObject;
      } catch (HsmSetupException e) {
        throw unavailable(e);
      }
    }
    return binding;
  }

  private static long find(HsmSession session) {
    OptionalLong found = PartitionKeys.only(session, CKO_SECRET_KEY, KeyNames.BINDING);
    if (found.isEmpty()) {
      throw new HsmSetupException("the partition holds no key " + KeyNames.BINDING);
    }
    ProviderQuirks quirks = session.generation().seedLock().quirks();
    String weakness = new SupportKeys(session, quirks).weakness(found.getAsLong());
    if (!weakness.isEmpty()) {
      throw new HsmSetupException(
          "the partition's key " + KeyNames.BINDING + " is weaker than it must be: " + weakness);
    }
    return found.getAsLong();
  }

  /**
   * Puts a session object in the binding key's place, since SoftHSM opens files at each use of the
   * other. By way of a KEK, for it may not be copied; tried once.
   */
  void quicken(HsmSession session, long kek) {
    if (!quickened && session.generation().seedLock().trustedOnly()) {
      makeQuick(session, kek);
    }
  }

  private synchronized void makeQuick(HsmSession session, long kek) {
    if (quickened) {
      return;
    }
    quickened = true;
    try {
      byte[] wrapped = session.wrap(Mechanisms.keyWrapPad(), kek, binding(session));
      HsmSession keeper = session.generation().keeper();
      Template template = session.generation().seedLock().wrappable();
      synchronized (keeper) {
        binding = keeper.unwrap(Mechanisms.keyWrapPad(), kek, wrapped, template);
      }
    } catch (HsmException e) {
      if (e.lost()) {
        throw e;
      }
      LOG.debug("{} is used as it is: {}", KeyNames.BINDING, e.getMessage());
    }
  }

  private static UnavailableException unavailable(HsmSetupException e) {
    return new UnavailableException(HSM_UNAVAILABLE, String.valueOf(e.getMessage()), e);
  }
}
