package org.kagiban.audit.reconcile;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;

/** A log as a test tells it, event by event, and the inventory that is held against it. */
final class Story {
  static final String HMAC = "first 8 bytes of HMAC-SHA-256 over \"kagiban kcv\"";
  static final String SPKI = "SHA-256 of the public key's SubjectPublicKeyInfo";

  private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

  private final EventId inventory = EventId.at(START);
  private final Expected expected = new Expected(inventory);
  private Instant now = START;
  private long next;

  Story tell(EventKind kind, UnaryOperator<AuditEvent.Builder> fields) {
    now = now.plusSeconds(300);
    expected.add(next, fields.apply(AuditEvent.of(kind, EventId.at(now), now)).build());
    next++;
    return this;
  }

  Story token(EventKind kind, String token) {
    return tell(kind, event -> event.with(EventField.TOKEN, token).with(EventField.KEY, token));
  }

  /** A seed in the partition. */
  Story seed(String token, long kcv) {
    return seed(token, kcv, "");
  }

  /** A seed in the database, under a KEK. */
  Story seed(String token, long kcv, String kek) {
    return tell(
        EventKind.KEY_IMPORTED,
        event -> {
          event.with(EventField.TOKEN, token).with(EventField.KEY, token);
          return event
              .with(EventField.KCV, bytes(kcv))
              .with(EventField.KEK, kek.isEmpty() ? null : kek);
        });
  }

  Story key(String label, long kcv, String method, String attributes) {
    return tell(
        EventKind.KEY_GENERATED,
        event ->
            event
                .with(EventField.KEY, label)
                .with(EventField.PARTITION, "vault")
                .with(EventField.KCV, bytes(kcv))
                .with(EventField.MECHANISM, method)
                .with(EventField.ATTRIBUTES, attributes));
  }

  /** From here on, what happens is not compared. */
  Story inventoryBegins() {
    expected.add(next, AuditEvent.of(EventKind.HSM_INVENTORY, inventory, now).build());
    next++;
    return this;
  }

  Expected expected() {
    return expected;
  }

  Reconciliation.Result against(Item... items) {
    Reconciliation reconciliation = new Reconciliation(expected, "vault");
    for (Item item : items) {
      reconciliation.add(item);
    }
    return reconciliation.finish();
  }

  static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /** As every seed must be. */
  static Map<String, Boolean> seedAttributes() {
    Map<String, Boolean> attributes = new LinkedHashMap<>();
    for (String yes : new String[] {"PRIVATE", "SENSITIVE", "SIGN"}) {
      attributes.put("CKA_" + yes, true);
    }
    for (String no :
        new String[] {"VERIFY", "ENCRYPT", "DECRYPT", "WRAP", "UNWRAP", "DERIVE", "MODIFIABLE"}) {
      attributes.put("CKA_" + no, false);
    }
    attributes.put("CKA_EXTRACTABLE", false);
    return attributes;
  }

  static Item object(String token, long kcv) {
    return object(token, kcv, seedAttributes());
  }

  static Item object(String token, long kcv, Map<String, Boolean> attributes) {
    return Item.object(
        Item.SECRET_KEY, "kagiban-seed/" + token, token, attributes, bytes(kcv), HMAC, "");
  }

  static Item key(
      String kind, String label, long kcv, String method, Map<String, Boolean> attributes) {
    return Item.object(kind, label, "ceremony", attributes, bytes(kcv), method, "");
  }

  static Item row(String token, String kek) {
    return Item.row(token, kek, new byte[0], "", "");
  }

  static Item token(String token, long kcv) {
    return Item.token(token, bytes(kcv), false, token);
  }
}
