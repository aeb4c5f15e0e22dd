package org.kagiban.custody.ceremony;

import java.util.regex.Pattern;

/** The labels that keys of a partition have, and what kind of key each stands for. */
public final class KeyLabels {
  public static final String REQUEST = "kagiban-request";
  public static final String BINDING = "kagiban-binding";
  public static final String IMPORT = "kagiban-import";
  public static final String CHECKPOINT = "kagiban-checkpoint";

  /** {@link CustodyKey#kind} of a key that wraps seeds. */
  public static final String KEK = "kek";

  private static final Pattern KEK_FORM = Pattern.compile("kagiban-kek-[1-9][0-9]{0,3}");
  private static final Pattern VENDOR_FORM =
      Pattern.compile("kagiban-vendor-[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");

  private KeyLabels() {}

  /** kagiban-kek- and a number from 1 to 9999. */
  public static boolean isKek(String label) {
    return KEK_FORM.matcher(label).matches();
  }

  /** kagiban-vendor- and a name of 1 to 32 of a-z 0-9 -. */
  public static boolean isVendor(String label) {
    return VENDOR_FORM.matcher(label).matches();
  }

  /** Whether the server needs it for as long as it has data; such a key is not destroyed. */
  static boolean isSupport(String label) {
    return label.equals(REQUEST) || label.equals(BINDING) || label.equals(CHECKPOINT);
  }

  static boolean isKnown(String label) {
    return isKek(label) || isVendor(label) || isSupport(label) || label.equals(IMPORT);
  }

  /** {@link CustodyKey#kind} for a label: kek, transport, request, binding, import, checkpoint. */
  public static String kindOf(String label) {
    if (isKek(label)) {
      return KEK;
    }
    if (isVendor(label)) {
      return "transport";
    }
    if (isKnown(label)) {
      return label.substring("kagiban-".length());
    }
    throw new IllegalArgumentException("not a label of Kagiban's: " + label);
  }
}
