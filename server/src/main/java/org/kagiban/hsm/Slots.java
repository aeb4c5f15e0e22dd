package org.kagiban.hsm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sun.security.pkcs11.wrapper.CK_TOKEN_INFO;
import sun.security.pkcs11.wrapper.PKCS11;

/** Finds the partition by its label or serial. */
final class Slots {
  private static final long CKF_TOKEN_INITIALIZED = 0x400;

  /** A partition that is there. */
  record Found(long slot, String label, String serial, String model, String firmware) {
    @Override
    public String toString() {
      return "\"" + label + "\" (serial " + serial + ")";
    }
  }

  private Slots() {}

  /**
   * @throws HsmSetupException where none or more than one fits; names those that there are
   */
  static Found find(PKCS11 pkcs11, HsmConfig config) {
    List<Found> all = list(pkcs11);
    List<Found> fitting = all.stream().filter(f -> fits(f, config)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    String name = config.partitionName();
    if (fitting.isEmpty()) {
      throw new HsmSetupException(
          "the HSM has no partition "
              + name
              + ". It has: "
              + names(all)
              + ". Correct the label,"
              + " or make the partition first");
    }
    throw new HsmSetupException(
        "the HSM has "
            + fitting.size()
            + " partitions "
            + name
            + ": "
            + names(fitting)
            + ". Name one by its serial");
  }

  private static List<Found> list(PKCS11 pkcs11) {
    List<Found> found = new ArrayList<>();
    for (long slot : HsmSession.run("C_GetSlotList", () -> pkcs11.C_GetSlotList(true))) {
      CK_TOKEN_INFO info = HsmSession.run("C_GetTokenInfo", () -> pkcs11.C_GetTokenInfo(slot));
      if ((info.flags & CKF_TOKEN_INITIALIZED) != 0) {
        found.add(
            new Found(
                slot,
                text(info.label),
                text(info.serialNumber),
                text(info.model),
                info.firmwareVersion.toString()));
      }
    }
    return found;
  }

  private static boolean fits(Found found, HsmConfig config) {
    return same(config.label(), found.label) && same(config.serial(), found.serial);
  }

  private static boolean same(@Nullable String wanted, String present) {
    return wanted == null || wanted.strip().equals(present);
  }

  private static String names(List<Found> partitions) {
    return partitions.isEmpty()
        ? "none"
        : partitions.stream().map(Found::toString).collect(Collectors.joining(", "));
  }

  /** PKCS#11 pads with blanks; some libraries pad with NUL. */
  private static String text(char[] padded) {
    return new String(padded).replace('\0', ' ').strip();
  }
}
