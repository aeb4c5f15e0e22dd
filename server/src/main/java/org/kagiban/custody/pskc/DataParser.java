package org.kagiban.custody.pskc;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/** Reads a key's Data: its seed and its numbers. */
final class DataParser {
  private static final int MOST_SECRET = 1024;
  private static final long MOST_COUNTER = 1_000_000_000_000_000L;

  private final XmlCursor xml;
  private final boolean plainAllowed;
  private @Nullable Seed plain;
  private @Nullable Encrypted encrypted;
  private byte @Nullable [] mac;
  private final Set<String> methods = new HashSet<>();
  private long counter;
  private long period = 30;
  private boolean hasNumber;
  private long number;

  DataParser(XmlCursor xml, boolean plainAllowed) {
    this.xml = xml;
    this.plainAllowed = plainAllowed;
  }

  long counter() {
    return counter;
  }

  long period() {
    return period;
  }

  Secret secret() throws Refused {
    Seed seed = plain;
    Encrypted value = encrypted;
    if (seed != null && value != null) {
      throw new Refused(
          RefusalReason.BAD_ELEMENT, "The seed is there both in plaintext and encrypted.");
    }
    if (seed != null) {
      return new Secret.Plain(seed);
    }
    if (value != null) {
      return new Secret.Protected(new Encrypted(method(), value.cipher()), mac);
    }
    throw new Refused(
        RefusalReason.NO_SEED,
        "The record holds no seed; a seed derived from a master key is not supported.");
  }

  /** Takes the algorithm of an EncryptionMethod that is about the seed, wherever it stands. */
  void method(String algorithm) {
    methods.add(algorithm);
  }

  private String method() throws Refused {
    if (methods.size() > 1) {
      throw new Refused(
          RefusalReason.BAD_ELEMENT,
          "The seed has two EncryptionMethods that contradict each other; only one can be meant.");
    }
    return methods.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(RefusalReason.BAD_ELEMENT, "EncryptedValue has no EncryptionMethod."));
  }

  void destroy() {
    if (plain != null) {
      plain.destroy();
    }
  }

  void parse() throws PskcException, IOException, Refused {
    xml.eachChild(this::child);
  }

  private void child(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "Secret" -> xml.eachChild(this::secretChild);
      case "Counter" -> counter = within(name, number(name), MOST_COUNTER);
      case "TimeInterval" -> period = within(name, number(name), MOST_COUNTER);
      // The server's clock and the customer's first code tell both better than the file can.
      case "Time", "TimeDrift" -> number(name);
      case "xenc:EncryptionMethod", "EncryptionMethod" -> method(new MethodParser(xml).parse());
      default -> {}
    }
  }

  private void secretChild(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "PlainValue" -> {
        if (!plainAllowed) {
          // Refused before it is read.
          throw xml.problem(Problem.NOT_SEALED, SealedReader.SEAL_FIRST);
        }
        plain = new Seed(xml.base64(MOST_SECRET));
      }
      case "EncryptedValue" -> encryptedValue();
      case "xenc:EncryptionMethod", "EncryptionMethod" -> method(new MethodParser(xml).parse());
      case "ValueMAC" -> mac = xml.base64(MOST_SECRET);
      default -> {}
    }
  }

  private void encryptedValue() throws PskcException, IOException, Refused {
    Encrypted value = new XencParser(xml).parseAny();
    if (!value.algorithm().isEmpty()) {
      method(value.algorithm());
    }
    encrypted = value;
  }

  private long number(String element) throws PskcException, IOException, Refused {
    hasNumber = false;
    xml.eachChild(
        name -> {
          if (name.equals("PlainValue")) {
            number = Numbers.parse(element, xml.text(64));
            hasNumber = true;
          } else if (name.equals("EncryptedValue")) {
            throw new Refused(
                RefusalReason.ENCRYPTED_FIELD,
                element
                    + " is encrypted; only the seed may be. Ask the vendor for it as PlainValue.");
          }
        });
    if (!hasNumber) {
      throw new Refused(RefusalReason.BAD_NUMBER, element + " has no value.");
    }
    return number;
  }

  private static long within(String element, long value, long most) throws Refused {
    if (value < 0 || value > most) {
      throw new Refused(
          RefusalReason.BAD_NUMBER, element + " has to be 0 to " + most + ", not " + value + ".");
    }
    return value;
  }
}
