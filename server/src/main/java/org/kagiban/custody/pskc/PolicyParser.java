package org.kagiban.custody.pskc;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads a key's Policy. What is not known, be it an element, an attribute or a value, or asks for
 * something that this server does not do, forbids the key's use (RFC 6030 section 5).
 */
final class PolicyParser {
  private static final Set<String> REPEATABLE = Set.of("KeyUsage");

  /** RFC 6030 section 5; the attributes of a draft's Usage are among them. */
  private static final Set<String> USAGES =
      Set.of(
          "OTP",
          "CR",
          "Encrypt",
          "Integrity",
          "Verify",
          "Unlock",
          "Decrypt",
          "KeyWrap",
          "Unwrap",
          "Derive",
          "Generate");

  private static final Predicate<String> NUMBER = Pattern.compile("[0-9]{1,9}").asMatchPredicate();

  private static final Map<String, Predicate<String>> PIN_ATTRIBUTES =
      Map.of(
          "PINKeyId",
          id -> true,
          "PINUsageMode",
          "Local"::equals,
          "MaxFailedAttempts",
          NUMBER,
          "MinLength",
          NUMBER,
          "MaxLength",
          NUMBER,
          "PINEncoding",
          Set.of("DECIMAL", "HEXADECIMAL", "ALPHANUMERIC", "BASE64", "BINARY")::contains);

  private final XmlCursor xml;
  private final ValidityBuilder validity;
  private boolean anyUsage;
  private boolean otp;

  PolicyParser(XmlCursor xml, ValidityBuilder validity) {
    this.xml = xml;
    this.validity = validity;
  }

  void parse() throws PskcException, IOException, Refused {
    refuseAttributes();
    xml.eachChild(REPEATABLE, this::child);
    requireOtp();
  }

  /** Reads the attributes of a draft's Usage element, which say there what KeyUsage says here. */
  void usage() throws Refused {
    for (String attribute : xml.attributeNames()) {
      String value = xml.attribute(attribute);
      boolean allowed = "true".equals(value) || "1".equals(value);
      if (!USAGES.contains(attribute) || !(allowed || "false".equals(value) || "0".equals(value))) {
        throw unsupported("has a Usage with an attribute that is not known here.");
      }
      anyUsage = true;
      otp |= allowed && attribute.equals("OTP");
    }
    requireOtp();
  }

  /** For a Policy where RFC 6030 has none. */
  static Refused misplaced() {
    return unsupported("stands in a place that RFC 6030 does not know.");
  }

  /** Refuses an element beside the known ones of a Key, if it is some other format's policy. */
  static void refuseForeign(String localName) throws Refused {
    if (localName.equals("Policy")) {
      throw unsupported("is of another namespace than RFC 6030's.");
    }
  }

  private void requireOtp() throws Refused {
    if (anyUsage && !otp) {
      throw new Refused(
          RefusalReason.KEY_USAGE, "The key's policy does not allow one-time passwords (OTP).");
    }
  }

  private void child(String name) throws PskcException, IOException, Refused {
    if (!name.equals("PINPolicy")) {
      refuseAttributes();
    }
    switch (name) {
      case "StartDate" -> validity.from(Dates.parse(name, xml.text(64)));
      case "ExpiryDate" -> validity.until(Dates.parse(name, xml.text(64)));
      case "KeyUsage" -> keyUsage();
      case "PINPolicy" -> pinPolicy();
      case "NumberOfTransactions" ->
          throw unsupported("limits how often it may be used, which this server does not count.");
      default -> throw unsupported("has the element " + shown() + ", which is not known here.");
    }
  }

  private void keyUsage() throws PskcException, IOException, Refused {
    String usage = xml.text(64);
    if (!USAGES.contains(usage)) {
      throw unsupported("has a KeyUsage that is not known here.");
    }
    anyUsage = true;
    otp |= usage.equals("OTP");
  }

  private void pinPolicy() throws PskcException, IOException, Refused {
    if (!"Local".equals(xml.attribute("PINUsageMode"))) {
      throw unsupported(
          "wants a PIN that the server would check; only PINUsageMode Local is kept.");
    }
    for (String attribute : xml.attributeNames()) {
      Predicate<String> known = PIN_ATTRIBUTES.get(attribute);
      String value = xml.attribute(attribute);
      if (known == null || value == null || !known.test(value)) {
        throw unsupported("has a PINPolicy with an attribute or value that is not known here.");
      }
    }
    xml.eachChild(
        name -> {
          throw unsupported("has a PINPolicy with an element that is not known here.");
        });
  }

  private void refuseAttributes() throws Refused {
    if (!xml.attributeNames().isEmpty()) {
      throw unsupported("has an attribute that is not known here.");
    }
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
