package org.kagiban.audit;

/** What an event can say. The numbers are part of the log's encoding and never change. */
public enum EventField {
  TOKEN(1, Type.TEXT),
  KEY(2, Type.TEXT),
  INSTITUTION(3, Type.TEXT),
  /** The channel's opaque id of a subscriber. */
  SUBSCRIBER(4, Type.TEXT),
  /** The name that the configuration gives to the caller's certificate. */
  CALLER(5, Type.TEXT),
  REQUEST(6, Type.TEXT),
  /** What was asked, such as verify. */
  OPERATION(7, Type.TEXT),
  /** login or transfer. */
  PURPOSE(8, Type.TEXT),
  /** A verdict of the API, by name. */
  VERDICT(9, Type.TEXT),
  /** A PKCS#11 mechanism, such as CKM_SHA_1_HMAC; beside {@code KCV}, that value's method. */
  MECHANISM(10, Type.TEXT),
  /** How many HMACs were computed. */
  HMACS(11, Type.NUMBER),
  REASON(12, Type.TEXT),
  FILE(13, Type.TEXT),
  LOADED(14, Type.NUMBER),
  UNCHANGED(15, Type.NUMBER),
  REFUSED(16, Type.NUMBER),
  /** Key check value; {@code MECHANISM} says how it was computed. */
  KCV(17, Type.BYTES),
  /** How many times a temporary code may still be used. */
  USES(18, Type.NUMBER),
  /** Microseconds since the Unix epoch. */
  EXPIRES(19, Type.NUMBER),
  VERSION(20, Type.TEXT),
  PARTITION(21, Type.TEXT),
  OBJECTS(22, Type.NUMBER),
  /** A ceremony's id. */
  CEREMONY(23, Type.TEXT),
  /** SHA-256 of a ceremony's file, of a seed file, or of a signed transaction. */
  HASH(24, Type.BYTES),
  /** Label of the key that wraps a seed. */
  KEK(25, Type.TEXT),
  /** No event is written with it; its number stays taken. */
  TOKENS(26, Type.TEXT),
  /** Who is behind the caller's certificate. */
  PERSON(27, Type.TEXT),
  /** How many records or seeds. */
  RECORDS(28, Type.NUMBER),
  /** Attributes of a key as read back, such as CKA_SENSITIVE=true, a space between each two. */
  ATTRIBUTES(29, Type.TEXT),
  /** The event's place in its key's chain, from 1: {@link AuditEvent#chain}. */
  SEQUENCE(30, Type.NUMBER),
  /** Leaf hash (RFC 6962) of the event before in the key's chain; the first one has none. */
  PREVIOUS(31, Type.BYTES),
  /** What a change is about, such as a caller's name. */
  OBJECT(32, Type.TEXT),
  /** A caller's role from now on; none where the caller is taken out. */
  ROLE(33, Type.TEXT),
  /** What holds from now on, such as policy values: name=value, a space between each two. */
  VALUE(34, Type.TEXT),
  /** Index of the first event that was read or exported. */
  FIRST(35, Type.NUMBER),
  /** Events in the log that was read. */
  SIZE(36, Type.NUMBER),
  /** How far the clock stepped, microseconds. */
  STEP(37, Type.NUMBER),
  /** How many custodians had to approve besides the proposer. */
  REQUIRED(38, Type.NUMBER),
  /** SHA-256 of what a ceremony came to, as its transcript has it. */
  OUTCOME(39, Type.BYTES),
  /** Microseconds that the HSM's worker spent computing the HMACs of a use. */
  HSM_TIME(40, Type.NUMBER);

  /** How a field's value is encoded. */
  public enum Type {
    /** UTF-8. */
    TEXT,
    /** 8 bytes, big-endian, two's complement. */
    NUMBER,
    BYTES
  }

  private final int number;
  private final Type type;

  EventField(int number, Type type) {
    this.number = number;
    this.type = type;
  }

  /** 1 to 255. */
  public int number() {
    return number;
  }

  public Type type() {
    return type;
  }

  /**
   * @throws IllegalArgumentException where no field has that number
   */
  public static EventField of(int number) {
    for (EventField field : values()) {
      if (field.number == number) {
        return field;
      }
    }
    throw new IllegalArgumentException("no event field has the number " + number);
  }
}
