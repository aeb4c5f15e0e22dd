package org.kagiban.app;

import java.util.HexFormat;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.CustodyKey;
import org.kagiban.v1.ListKeysRequest;

/** A server's keys, as a custodian is told of them. */
final class CustodyKeys {
  private CustodyKeys() {}

  /** The one of that label, which must be there. */
  static CustodyKey of(LiveServer server, String label) {
    return server
        .connect(DevCaller.CUSTODIAN_1)
        .ceremonies()
        .listKeys(ListKeysRequest.getDefaultInstance())
        .getKeysList()
        .stream()
        .filter(key -> key.getLabel().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /** Its check value in hexadecimal, as ceremonies' files have it. */
  static String kcv(LiveServer server, String label) {
    return HexFormat.of().formatHex(of(server, label).getKcv().toByteArray());
  }
}
