package org.kagiban.custody.pskc;

import java.io.IOException;
import java.util.Set;

/**
 * Reads a key's Policy. What is not known, or asks for something that this server does not do,
 * forbids the key's use (RFC 6030 section 5).
 */
final class PolicyParser {
  private static final Set<String> REPEATABLE = Set.of("KeyUsage");
  private static final Set<String> PIN_ATTRIBUTES =
      Set.of(
          "PINKeyId", "PINUsageMode", "MaxFailedAttempts", "MinLength", "MaxLength", "PINEncoding");

  private final XmlCursor xml;
  private final ValidityBuilder validity;
  private boolean anyUsage;
  private boolean otp;

  PolicyParser(XmlCursor xml, ValidityBuilder validity) {
    this.xml = xml;
    this.validity = validity;
  }

  void parse() throws PskcException, IOException, Refused {
    xml.eachChild(REPEATABLE, this::child);
    if (anyUsage && !otp) {
      throw new Refused(
          RefusalReason.KEY_USAGE, "The key's policy does not allow one-time passwords (OTP).");
    }
  }

  private void child(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "StartDate" -> validity.from(Dates.parse(name, xml.text(64)));
      case "ExpiryDate" -> validity.until(Dates.parse(name, xml.text(64)));
      case "KeyUsage" -> {
        anyUsage = true;
        otp |= xml.text(64).equals("OTP");
      }
      case "PINPolicy" -> pinPolicy();
      case "NumberOfTransactions" ->
          throw unsupported("limits how often it may be used, which this server does not count.");
      default -> throw unsupported("has the element " + shown() + ", which is not known here.");
    }
  }

  private void pinPolicy() throws PskcException, IOException, Refused {
    if (!"Local".equals(xml.attribute("PINUsageMode"))) {
      throw unsupported(
          "wants a PIN that the server would check; only PINUsageMode Local is kept.");
    }
    for (String attribute : xml.attributeNames()) {
      if (!PIN_ATTRIBUTES.contains(attribute)) {
        throw unsupported("has a PINPolicy with an attribute that is not known here.");
      }
    }
    xml.eachChild(
        name -> {
          throw unsupported("has a PINPolicy with an element that is not known here.");
        });
  }

  private String shown() {
    String name = xml.localName();
    return name.length() > 64 ? name.substring(0, 64) : name;
  }

  private static Refused unsupported(String what) {
    return new Refused(
        RefusalReason.POLICY_UNSUPPORTED,
        "The key's policy " + what + " A key whose policy cannot be kept must not be used.");
  }
}
