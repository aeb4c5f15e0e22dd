package org.kagiban.audit.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;

/**
 * A key that is no seed, as the log has it last.
 *
 * @param kcv empty where the log does not say
 * @param event place of the event
 * @param unsettled whether it changed while the inventory was taken
 */
record ExpectedKey(
    String label,
    String partition,
    byte[] kcv,
    String kcvMethod,
    Map<String, Boolean> attributes,
    boolean destroyed,
    long event,
    boolean unsettled) {

  static ExpectedKey of(
      String label, AuditEvent event, boolean destroyed, long index, boolean unsettled) {
    byte[] kcv = event.bytes(EventField.KCV);
    return new ExpectedKey(
        label,
        text(event, EventField.PARTITION),
        kcv == null ? new byte[0] : kcv,
        text(event, EventField.MECHANISM),
        attributes(text(event, EventField.ATTRIBUTES)),
        destroyed,
        index,
        unsettled);
  }

  private static String text(AuditEvent event, EventField field) {
    String text = event.text(field);
    return text == null ? "" : text;
  }

  /** What was found by trying, such as CKA_UNWRAP_TEMPLATE.CKA_PRIVATE, cannot be read again. */
  private static Map<String, Boolean> attributes(String text) {
    Map<String, Boolean> attributes = new LinkedHashMap<>();
    for (String one : text.split(" ", -1)) {
      int equals = one.indexOf('=');
      if (equals > 0 && !one.contains(".")) {
        attributes.put(one.substring(0, equals), Boolean.valueOf(one.substring(equals + 1)));
      }
    }
    return attributes;
  }

  /** Whether it has two halves, whose check value is that of the public one. */
  boolean isPair() {
    return kcvMethod.contains("SubjectPublicKeyInfo");
  }

  /** The security officer's, which are made otherwise than the rest. */
  boolean isTrusted() {
    return Boolean.TRUE.equals(attributes.get("CKA_TRUSTED"));
  }
}
