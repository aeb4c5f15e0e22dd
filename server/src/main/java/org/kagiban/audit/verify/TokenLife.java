package org.kagiban.audit.verify;

import static org.kagiban.audit.verify.TokenState.DESTROYED;
import static org.kagiban.audit.verify.TokenState.ENROLLED;
import static org.kagiban.audit.verify.TokenState.LOCKED;
import static org.kagiban.audit.verify.TokenState.MADE;
import static org.kagiban.audit.verify.TokenState.OWES_CODE_USED;
import static org.kagiban.audit.verify.TokenState.OWES_ENROLLED;
import static org.kagiban.audit.verify.TokenState.OWES_UNLOCKED;
import static org.kagiban.audit.verify.TokenState.RETIRED;
import static org.kagiban.audit.verify.TokenState.SUSPENDED;
import static org.kagiban.audit.verify.TokenState.TEMPORARY_CODE;
import static org.kagiban.audit.verify.TokenState.UNCERTAIN;

import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.verify.Finding.Rule;

/**
 * The life of a token and its seed. The server lets nothing happen that is refused here; where the
 * log says it did, an event before was left out, or this one was made up.
 */
final class TokenLife {
  private final KeyTable keys;
  private final KeyLife wrappers;
  private final Findings findings;

  TokenLife(KeyTable keys, KeyLife wrappers, Findings findings) {
    this.keys = keys;
    this.wrappers = wrappers;
    this.findings = findings;
  }

  /**
   * @param certain whether all events of the token before this one were seen
   */
  void event(long index, EventCursor event, int key, boolean certain) {
    long before = keys.state(key) | (certain ? 0 : UNCERTAIN);
    long made = created(index, event, before);
    long paid = debts(index, event, made);
    long after = step(index, event, paid);
    keys.state(key, wrappers.wrap(index, event, after));
  }

  private long created(long index, EventCursor event, long state) {
    boolean creates =
        event.kind() == EventKind.KEY_GENERATED || event.kind() == EventKind.KEY_IMPORTED;
    boolean made = TokenState.has(state, MADE);
    if (creates && made) {
      refuse(index, event, state, "was made before: a token is made once");
    } else if (!creates && !made) {
      refuse(index, event, state, "was never made: no KEY_GENERATED or KEY_IMPORTED came before");
    }
    return state | MADE;
  }

  /** What an event before said must have been followed by what it did. */
  private long debts(long index, EventCursor event, long state) {
    long left = state;
    if (TokenState.has(left, OWES_UNLOCKED)) {
      // Another one, by the help desk, may follow at once.
      boolean unlocked =
          event.kind() == EventKind.TOKEN_UNLOCKED && !event.is(EventField.OPERATION, Words.UNLOCK);
      require(index, event, left, unlocked, "TOKEN_UNLOCKED");
      return left & ~OWES_UNLOCKED;
    }
    if (TokenState.has(left, OWES_ENROLLED)) {
      require(index, event, left, event.kind() == EventKind.TOKEN_ENROLLED, "TOKEN_ENROLLED");
      return left & ~OWES_ENROLLED;
    }
    if (TokenState.has(left, OWES_CODE_USED)) {
      boolean used = event.kind() == EventKind.TEMPORARY_CODE_USED;
      require(index, event, left, used, "TEMPORARY_CODE_USED");
      return left & ~OWES_CODE_USED;
    }
    return left;
  }

  private void require(long index, EventCursor event, long state, boolean paid, String kind) {
    if (!paid) {
      refuse(index, event, state, "should have had a " + kind + " just before, which was left out");
    }
  }

  private long step(long index, EventCursor event, long state) {
    if (TokenState.has(state, DESTROYED)) {
      return destroyed(index, event, state);
    }
    return switch (event.kind()) {
      case KEY_USED -> used(index, event, state);
      case TOKEN_ENROLLED -> enrolled(index, event, state);
      case TOKEN_UNENROLLED -> {
        expect(index, event, state, ENROLLED, "was not enrolled");
        yield state & ~(ENROLLED | TEMPORARY_CODE);
      }
      case TOKEN_LOCKED -> {
        refuseAny(index, event, state, RETIRED | LOCKED);
        yield state | LOCKED;
      }
      case TOKEN_UNLOCKED -> unlocked(index, event, state);
      case TOKEN_SUSPENDED -> suspended(index, event, state);
      case TOKEN_RESUMED -> {
        expect(index, event, state, SUSPENDED, "was not suspended");
        yield state & ~SUSPENDED;
      }
      default -> stepOfCodesAndEnd(index, event, state);
    };
  }

  private long stepOfCodesAndEnd(long index, EventCursor event, long state) {
    return switch (event.kind()) {
      case TOKEN_RETIRED -> {
        refuseAny(index, event, state, RETIRED | ENROLLED);
        yield (state | RETIRED) & ~(ENROLLED | LOCKED | SUSPENDED | TEMPORARY_CODE);
      }
      case TEMPORARY_CODE_ISSUED -> {
        refuseAny(index, event, state, RETIRED | SUSPENDED);
        expect(index, event, state, ENROLLED, "was not enrolled");
        yield state | TEMPORARY_CODE;
      }
      case TEMPORARY_CODE_USED -> {
        expect(index, event, state, TEMPORARY_CODE, "had no temporary code");
        yield state;
      }
      case KEY_DESTROYED -> {
        expect(index, event, state, RETIRED, "was not retired");
        yield state | DESTROYED;
      }
      default -> state;
    };
  }

  /** A second report of its end, or of a refused leftover, does no harm; anything else is wrong. */
  private long destroyed(long index, EventCursor event, long state) {
    EventKind kind = event.kind();
    boolean harmless =
        kind == EventKind.KEY_DESTROYED
            || kind == EventKind.SEED_REFUSED
            || (kind == EventKind.KEY_MOVED && event.has(EventField.REASON))
            || (kind == EventKind.KEY_USED
                && event.number(EventField.HMACS, 0) == 0
                && !Words.judged(event));
    if (!harmless) {
      refuse(index, event, state, "had its seed destroyed before");
    }
    return state;
  }

  private long used(long index, EventCursor event, long state) {
    if (event.is(EventField.VERDICT, Words.LOCKED)) {
      expect(index, event, state, LOCKED, "was not locked");
      return state;
    }
    if (event.is(EventField.VERDICT, Words.SUSPENDED)) {
      expect(index, event, state, SUSPENDED, "was not suspended");
      return state;
    }
    return Words.judged(event) ? judged(index, event, state) : state;
  }

  private long judged(long index, EventCursor event, long state) {
    refuseAny(index, event, state, RETIRED | SUSPENDED);
    boolean enrolls =
        event.is(EventField.OPERATION, Words.ENROLL)
            || event.is(EventField.OPERATION, Words.REPLACE);
    boolean signs = event.is(EventField.OPERATION, Words.VERIFY_TRANSACTION);
    if (enrolls) {
      refuseAny(index, event, state, ENROLLED);
    } else if (event.is(EventField.OPERATION, Words.VERIFY)
        || signs
        || event.is(EventField.OPERATION, Words.RESYNCHRONIZE)) {
      expect(index, event, state, ENROLLED, "was not enrolled");
    }
    long next = TokenState.has(state, LOCKED) ? state | OWES_UNLOCKED : state;
    if (!event.is(EventField.VERDICT, Words.ACCEPTED)) {
      return next;
    }
    if (enrolls) {
      next |= OWES_ENROLLED;
    } else if (signs) {
      if (event.number(EventField.HMACS, 1) == 0) {
        refuse(index, event, state, "cannot have signed: no HMAC was computed");
      }
    } else if (event.number(EventField.HMACS, -1) == 0) {
      // Right without an HMAC: it can only have been a temporary code.
      next |= OWES_CODE_USED;
    }
    return next;
  }

  private long enrolled(long index, EventCursor event, long state) {
    refuseAny(index, event, state, RETIRED | ENROLLED | SUSPENDED);
    return (state | ENROLLED) & ~TEMPORARY_CODE;
  }

  /** The help desk may forget wrong codes before they lock. */
  private long unlocked(long index, EventCursor event, long state) {
    if (!event.is(EventField.OPERATION, Words.UNLOCK)) {
      expect(index, event, state, LOCKED, "was not locked");
    }
    refuseAny(index, event, state, RETIRED);
    return state & ~LOCKED;
  }

  /** One that is replaced is suspended, whether it was before or not. */
  private long suspended(long index, EventCursor event, long state) {
    boolean replaced = event.is(EventField.OPERATION, Words.REPLACE);
    refuseAny(index, event, state, replaced ? RETIRED : RETIRED | SUSPENDED);
    return state | SUSPENDED;
  }

  private void expect(long index, EventCursor event, long state, long flag, String text) {
    if (!TokenState.has(state, flag)) {
      refuse(index, event, state, text);
    }
  }

  private void refuseAny(long index, EventCursor event, long state, long flags) {
    if ((state & flags) != 0) {
      refuse(index, event, state, "was " + TokenState.describe(state & flags) + " before");
    }
  }

  private void refuse(long index, EventCursor event, long state, String text) {
    if (!TokenState.has(state, UNCERTAIN)) {
      String token = String.valueOf(event.text(EventField.TOKEN));
      String what = "event " + index + " (" + event.kind() + "): the token " + token + " ";
      findings.add(Rule.KEY_LIFE, index, token, what + text);
    }
  }
}
