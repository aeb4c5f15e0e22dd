package org.kagiban.audit;

/** What happened. The numbers are part of the log's encoding and never change. */
public enum EventKind {
  LOG_STARTED(1),
  LOG_STOPPED(2),
  CLOCK_STEPPED(3),
  HSM_LOGIN(10),
  HSM_LOST(11),
  HSM_RESTORED(12),
  HSM_INVENTORY(13),
  KEY_GENERATED(20),
  KEY_IMPORTED(21),
  KEY_DESTROYED(22),
  KEY_USED(23),
  /** The HSM is about to make a key; KEY_GENERATED follows where it did. */
  KEY_GENERATING(24),
  KEY_ACTIVATED(25),
  KEY_DEACTIVATED(26),
  /** A seed was wrapped anew under another KEK. */
  KEY_REWRAPPED(27),
  /** A seed moved between HSM and store. */
  KEY_MOVED(28),
  /** A seed was refused: its row is not its token's, or it cannot be moved. */
  SEED_REFUSED(29),
  SEED_BATCH_STARTED(30),
  SEED_BATCH_FINISHED(31),
  /** A sealed file was uploaded and its records tried, none kept; REASON where it broke off. */
  SEED_BATCH_CHECKED(32),
  /** A key that was made and never came into use is destroyed. */
  KEY_DISCARDED(33),
  TOKEN_ENROLLED(40),
  TOKEN_UNENROLLED(41),
  TOKEN_LOCKED(42),
  TOKEN_UNLOCKED(43),
  TOKEN_SUSPENDED(44),
  TOKEN_RESUMED(45),
  TOKEN_RETIRED(46),
  TEMPORARY_CODE_ISSUED(50),
  TEMPORARY_CODE_USED(51),
  /** A request about a token that does not exist or is out of the caller's sight. */
  REQUEST_REFUSED(60),
  CEREMONY_PROPOSED(70),
  CEREMONY_APPROVED(71),
  /** An approval was taken back. */
  CEREMONY_APPROVAL_WITHDRAWN(72),
  /** The proposal was taken back. */
  CEREMONY_CANCELLED(73),
  /** Its approvals are used up; again where it was cut off and taken up. */
  CEREMONY_STARTED(74),
  CEREMONY_EXECUTED(75),
  CEREMONY_ABORTED(76),
  COMPONENT_RECEIVED(77),
  /** Callers, revocations or TLS files were read again; REASON names what changed. */
  CONFIGURATION_RELOADED(80),
  /** A caller came, changed or went: OBJECT names it, ROLE and VALUE say what holds from now on. */
  ROLE_CHANGED(81),
  /** An institution's policy, or that of custody, came, changed or went. */
  POLICY_CHANGED(82),
  /** Somebody read single events, or what the partition holds. */
  LOG_READ(90),
  /** Somebody took a copy of the log. */
  LOG_EXPORTED(91);

  private final int number;

  EventKind(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /**
   * @throws IllegalArgumentException where no kind has that number
   */
  public static EventKind of(int number) {
    for (EventKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no event kind has the number " + number);
  }
}
