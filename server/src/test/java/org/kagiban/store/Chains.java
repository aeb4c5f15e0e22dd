package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventEncoding;
import org.kagiban.audit.EventField;

/** What the chains of a log's entries say, worked out anew from the entries alone. */
final class Chains {
  /** A chain's events, and the leaf hash of the last one in hexadecimal. */
  record Head(long length, String hash) {}

  private Chains() {}

  /** Fails where a chain has a gap, or an event does not say what comes before it. */
  static Map<String, Head> check(List<byte[]> entries) {
    Map<String, Head> heads = new TreeMap<>();
    for (byte[] entry : entries) {
      AuditEvent event = EventEncoding.decode(entry);
      String chain = event.chain();
      if (chain == null) {
        assertThat(event.number(EventField.SEQUENCE)).isNull();
        assertThat(event.bytes(EventField.PREVIOUS)).isNull();
        continue;
      }
      Head before = heads.get(chain);
      long sequence = before == null ? 1 : before.length() + 1;
      assertThat(event.number(EventField.SEQUENCE)).as(chain).isEqualTo(sequence);
      assertThat(hex(event.bytes(EventField.PREVIOUS)))
          .as("%s event %d", chain, sequence)
          .isEqualTo(before == null ? null : before.hash());
      heads.put(chain, new Head(sequence, leaf(entry)));
    }
    return heads;
  }

  /** The lengths of the chains, once they are checked. */
  static Map<String, Long> lengths(List<byte[]> entries) {
    Map<String, Long> lengths = new TreeMap<>();
    check(entries).forEach((chain, head) -> lengths.put(chain, head.length()));
    return lengths;
  }

  static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }

  /** RFC 6962 section 2.1: SHA-256(0x00 ‖ entry). */
  private static String leaf(byte[] entry) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((byte) 0);
      return HexFormat.of().formatHex(sha256.digest(entry));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
