package org.kagiban.audit.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.Finding.Rule;

/** The lives of the partition's own keys, by label, and which of them wraps which seed. */
final class KeyLife {
  private static final Pattern KEK = Pattern.compile("kagiban-kek-[0-9]+");
  // The one label that comes again: made for one seed file, destroyed, made for the next.
  private static final String IMPORT = "kagiban-import";

  private enum Phase {
    NEVER_MADE,
    PRE_ACTIVE,
    ACTIVE,
    DEACTIVATED,
    DESTROYED
  }

  private static final class Key {
    private final String label;
    private final int number;
    private Phase phase = Phase.NEVER_MADE;
    private byte @Nullable [] kcv;
    private long seeds;

    private Key(String label, int number) {
      this.label = label;
      this.number = number;
    }
  }

  private final Findings findings;
  private final Map<String, Key> keys = new HashMap<>();
  private final List<Key> byNumber = new ArrayList<>();
  private @Nullable Key active;
  // While one KEK takes over from another, both are active for one event.
  private @Nullable Key leaving;
  private long leavingSince;
  private boolean certain = true;

  KeyLife(Findings findings) {
    this.findings = findings;
  }

  /** Some events could not be read: what seems wrong from now on may be for want of them. */
  void lost() {
    certain = false;
  }

  private Key key(String label) {
    Key known = keys.get(label);
    if (known == null) {
      known = new Key(label, byNumber.size() + 1);
      keys.put(label, known);
      byNumber.add(known);
    }
    return known;
  }

  /** An event about a key of the partition's, not about a token. */
  void event(long index, EventCursor event) {
    Key key = key(String.valueOf(event.text(EventField.KEY)));
    switch (event.kind()) {
      case KEY_GENERATED -> made(index, event, key, key.label.equals(IMPORT) && destroyed(key));
      case KEY_IMPORTED -> made(index, event, key, isKek(key) && !destroyed(key));
      case KEY_ACTIVATED -> activated(index, event, key);
      case KEY_DEACTIVATED -> deactivated(index, event, key);
      case KEY_DESTROYED -> destroyed(index, event, key);
      default -> {
        // Components and the like: they do not change it.
      }
    }
  }

  /** To be called after each event, whatever it is about. */
  void settle(long index) {
    Key old = leaving;
    if (old != null && index > leavingSince) {
      leaving = null;
      add(
          index,
          old.label,
          "event "
              + leavingSince
              + " made another KEK the active one, but "
              + old.label
              + " was not deactivated with it: two are active");
    }
  }

  private static boolean isKek(Key key) {
    return KEK.matcher(key.label).matches();
  }

  private static boolean destroyed(Key key) {
    return key.phase == Phase.DESTROYED;
  }

  private void made(long index, EventCursor event, Key key, boolean again) {
    boolean first = key.phase == Phase.NEVER_MADE;
    if (!first && !again) {
      refuse(index, event, key, "was made before, and its label is used once");
    }
    if (first || destroyed(key)) {
      key.kcv = event.bytes(EventField.KCV);
      key.phase = isKek(key) ? Phase.PRE_ACTIVE : Phase.ACTIVE;
    } else {
      requireKcv(index, event, key);
    }
  }

  private void activated(long index, EventCursor event, Key key) {
    requireKcv(index, event, key);
    if (key.phase != Phase.PRE_ACTIVE) {
      refuse(index, event, key, "cannot be activated: it was " + words(key));
    }
    key.phase = Phase.ACTIVE;
    if (isKek(key)) {
      if (active != null && active != key && active.phase == Phase.ACTIVE) {
        leaving = active;
        leavingSince = index;
      }
      active = key;
    }
  }

  private void deactivated(long index, EventCursor event, Key key) {
    requireKcv(index, event, key);
    if (key.phase != Phase.ACTIVE) {
      refuse(index, event, key, "cannot be deactivated: it was " + words(key));
    }
    key.phase = Phase.DEACTIVATED;
    if (leaving == key) {
      leaving = null;
    }
  }

  private void destroyed(long index, EventCursor event, Key key) {
    if (key.phase == Phase.NEVER_MADE) {
      // What an aborted ceremony left in the HSM; it never was one of the keys.
      return;
    }
    requireKcv(index, event, key);
    if (destroyed(key)) {
      refuse(index, event, key, "was destroyed before");
    }
    if (isKek(key) && key.phase == Phase.ACTIVE) {
      refuse(index, event, key, "was destroyed while it was the active KEK");
    }
    if (key.seeds > 0) {
      refuse(
          index, event, key, "was destroyed while " + key.seeds + " seeds were wrapped under it");
    }
    key.phase = Phase.DESTROYED;
  }

  /**
   * Follows under which KEK a token's seed is.
   *
   * @return the token's state with its KEK
   */
  long wrap(long index, EventCursor event, long state) {
    return switch (event.kind()) {
      case KEY_GENERATED, KEY_IMPORTED, KEY_MOVED, KEY_REWRAPPED -> {
        String label = event.text(EventField.KEK);
        int number = label == null ? 0 : wrapping(index, event, key(label));
        yield rewrapped(state, number);
      }
      case KEY_DESTROYED -> rewrapped(state, 0);
      default -> state;
    };
  }

  private int wrapping(long index, EventCursor event, Key kek) {
    boolean moves = event.kind() == EventKind.KEY_MOVED || event.kind() == EventKind.KEY_REWRAPPED;
    // A seed that came in just when the KEK changed may be under the one before.
    boolean good = kek.phase == Phase.ACTIVE || (kek.phase == Phase.DEACTIVATED && !moves);
    if (!good) {
      refuse(
          index,
          event,
          kek,
          "wraps the seed of " + event.text(EventField.TOKEN) + ", but it was " + words(kek));
    }
    return kek.number;
  }

  private long rewrapped(long state, int number) {
    int old = TokenState.wrapper(state);
    if (old == number) {
      return state;
    }
    if (old > 0) {
      byNumber.get(old - 1).seeds--;
    }
    if (number > 0) {
      byNumber.get(number - 1).seeds++;
    }
    return TokenState.withWrapper(state, number);
  }

  private void requireKcv(long index, EventCursor event, Key key) {
    byte[] told = event.bytes(EventField.KCV);
    if (key.kcv != null && told != null && !Arrays.equals(key.kcv, told)) {
      refuse(index, event, key, "has another key check value than when it was made");
    }
  }

  private static String words(Key key) {
    return switch (key.phase) {
      case NEVER_MADE -> "never made";
      case PRE_ACTIVE -> "not activated";
      case ACTIVE -> "active already";
      case DEACTIVATED -> "deactivated";
      case DESTROYED -> "destroyed";
    };
  }

  private void refuse(long index, EventCursor event, Key key, String text) {
    add(
        index,
        key.label,
        "event " + index + " (" + event.kind() + "): the key " + key.label + " " + text);
  }

  private void add(long index, String label, String text) {
    if (certain) {
      findings.add(Rule.KEY_LIFE, index, label, text);
    }
  }
}
