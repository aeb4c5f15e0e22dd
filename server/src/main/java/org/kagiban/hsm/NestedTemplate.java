package org.kagiban.hsm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of an attribute that is itself a list of attributes, such as CKA_UNWRAP_TEMPLATE.
 *
 * <p>The JDK's wrapper crashes on a nested list, but passes bytes on as they are: so this packs the
 * C array by hand, of {long type; void* value; long length} on a 64-bit machine. The values lie in
 * a direct buffer, which must not be collected before the HSM has read them: keep this object
 * reachable until the call returns ({@link java.lang.ref.Reference#reachabilityFence}).
 *
 * <p>There is no way to read one back: the wrapper hands the HSM memory that it has not cleared,
 * and the HSM would take what it finds there for addresses. {@link KekEnforcement} tries instead.
 */
final class NestedTemplate {
  private static final int ENTRY_BYTES = 24;
  private static final int VALUE_BYTES = 8;

  private record Entry(long type, long value, int length) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Only kept, never read: its address is in {@link #packed}. */
  private ByteBuffer values = ByteBuffer.allocateDirect(0);

  NestedTemplate flag(long type, boolean value) {
    ByteBuffer bytes = ByteBuffer.allocate(VALUE_BYTES).order(ByteOrder.nativeOrder());
    bytes.put(0, (byte) (value ? 1 : 0));
    entries.add(new Entry(type, bytes.getLong(0), 1));
    return this;
  }

  NestedTemplate number(long type, long value) {
    entries.add(new Entry(type, value, VALUE_BYTES));
    return this;
  }

  /** The array of CK_ATTRIBUTE; good as long as this object is reachable. */
  byte[] packed() {
    int size = entries.size();
    values = ByteBuffer.allocateDirect(size * VALUE_BYTES).order(ByteOrder.nativeOrder());
    long address = address(values);
    ByteBuffer array = ByteBuffer.allocate(size * ENTRY_BYTES).order(ByteOrder.nativeOrder());
    for (Entry entry : entries) {
      array.putLong(entry.type).putLong(address + values.position()).putLong(entry.length);
      values.putLong(entry.value);
    }
    return array.array();
  }

  /**
   * By reflection, since javac warns of this interface in a way that nothing can suppress. The
   * package is opened by the jar's Add-Exports, like the wrapper's.
   */
  private static long address(ByteBuffer buffer) {
    try {
      Class<?> direct = Class.forName("sun.nio.ch.DirectBuffer");
      return (Long) direct.getMethod("address").invoke(buffer);
    } catch (ReflectiveOperationException e) {
      throw new HsmSetupException(
          "this JVM does not tell a buffer's address: start it with --add-exports"
              + " java.base/sun.nio.ch=ALL-UNNAMED",
          e);
    }
  }
}
