package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.CKA_MODIFIABLE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.Functions;

/**
 * Attributes asked of a new object. HSMs were seen to ignore some of what they are asked for, so
 * every flag can be read back and compared.
 */
final class Template {
  private final List<CK_ATTRIBUTE> attributes = new ArrayList<>();
  private final Map<Long, Boolean> flags = new LinkedHashMap<>();

  Template number(long type, long value) {
    attributes.add(new CK_ATTRIBUTE(type, value));
    return this;
  }

  Template bytes(long type, byte[] value) {
    attributes.add(new CK_ATTRIBUTE(type, value));
    return this;
  }

  /** As {@link NestedTemplate#packed}: keep {@code value} reachable while this is used. */
  Template nested(long type, NestedTemplate value) {
    return bytes(type, value.packed());
  }

  /** In place of an earlier one of the same type. */
  Template flag(long type, boolean value) {
    attributes.removeIf(a -> a.type == type);
    attributes.add(new CK_ATTRIBUTE(type, value));
    flags.put(type, value);
    return this;
  }

  /** Asks for nothing, but {@link #weakness} looks whether the HSM has set it so. */
  Template expect(long type, boolean value) {
    flags.put(type, value);
    return this;
  }

  /** SoftHSM 2.6.1 applies attributes one by one: what follows CKA_MODIFIABLE=false is refused. */
  CK_ATTRIBUTE[] toArray() {
    return attributes.stream()
        .sorted(Comparator.comparing(a -> a.type == CKA_MODIFIABLE))
        .toArray(CK_ATTRIBUTE[]::new);
  }

  /**
   * Reads every flag back.
   *
   * @return what differs from what was asked, such as {@code CKA_EXTRACTABLE is true}; empty where
   *     nothing does
   */
  String weakness(HsmSession session, long object) {
    List<String> differences = new ArrayList<>();
    long[] types = flags.keySet().stream().mapToLong(Long::longValue).toArray();
    for (CK_ATTRIBUTE read : session.attributes(object, types)) {
      boolean is = HsmSession.flag(read);
      if (!Boolean.valueOf(is).equals(flags.get(read.type))) {
        differences.add(Functions.getAttributeName(read.type) + " is " + is);
      }
    }
    return String.join(", ", differences);
  }
}
