package org.kagiban.custody.pskc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.TokenId;

/** Reads one KeyPackage. */
final class PackageParser {
  private final XmlCursor xml;
  private final long index;
  private final int line;
  private final KeyParser key;
  private final ValidityBuilder validity = new ValidityBuilder();
  private String serial = "";
  private String manufacturer = "";
  private boolean hasKey;

  PackageParser(XmlCursor xml, long index, boolean plainAllowed, @Nullable String method) {
    this.xml = xml;
    this.index = index;
    this.line = xml.line();
    this.key = new KeyParser(xml, validity, plainAllowed, method);
  }

  PskcRecord parse() throws PskcException, IOException, Refused {
    xml.eachChild(this::child);
    if (!hasKey) {
      throw new Refused(RefusalReason.NO_KEY, "The KeyPackage has no Key.");
    }
    return new PskcRecord(
        index,
        line,
        tokenId(),
        manufacturer,
        key.profile(),
        key.counter(),
        validity.build(),
        key.secret());
  }

  /** For a record that could not be read to its end. */
  Refusal refusal(Refused why) {
    key.destroy();
    return new Refusal(index, line, printable(rawId()), why.reason(), why.sentence());
  }

  private void child(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "DeviceInfo" -> xml.eachChild(this::deviceInfo);
      case "Key" -> {
        hasKey = true;
        key.parse();
      }
      case "Policy" -> throw PolicyParser.misplaced();
      default -> {}
    }
  }

  private void deviceInfo(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "Manufacturer" -> manufacturer = xml.text(256);
      case "SerialNo" -> serial = xml.text(256);
      case "StartDate" -> validity.from(Dates.parse(name, xml.text(64)));
      case "ExpiryDate", "Expiry" -> validity.until(Dates.parse(name, xml.text(64)));
      default -> {}
    }
  }

  private String rawId() {
    @Nullable String id = key.id();
    return serial.isEmpty() ? (id == null ? "" : id) : serial;
  }

  private TokenId tokenId() throws Refused {
    String id = rawId();
    if (id.isEmpty()) {
      throw new Refused(
          RefusalReason.NO_TOKEN_ID, "The record has neither a SerialNo nor a key Id.");
    }
    try {
      return TokenId.parse(id);
    } catch (IllegalArgumentException e) {
      throw new Refused(RefusalReason.BAD_TOKEN_ID, e.getMessage() + "; this one does not.");
    }
  }

  private static String printable(String id) {
    String cut = id.length() > 64 ? id.substring(0, 64) : id;
    return cut.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
