package org.kagiban.custody.pskc;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/** Reads what stands before the records. Not thread-safe; one for each file. */
final class HeaderParser {
  private final XmlCursor xml;
  private PskcHeader.@Nullable EncryptionKey encryption;
  private PskcHeader.@Nullable MacMethod mac;
  private @Nullable String method;
  private final Set<String> seen = new HashSet<>();

  HeaderParser(XmlCursor xml) {
    this.xml = xml;
  }

  PskcHeader header() {
    return new PskcHeader(encryption, mac, method);
  }

  /** Whether such a child of KeyContainer is for this parser. */
  static boolean reads(String name) {
    return name.equals("EncryptionKey")
        || name.equals("MACMethod")
        || name.equals("MACAlgorithm")
        || MethodParser.isMethod(name);
  }

  /** Reads the current child of KeyContainer, one of those above. */
  void child(String name) throws PskcException, IOException {
    try {
      switch (name) {
        case "EncryptionKey" -> encryptionKey();
        case "MACMethod" -> mac = macMethod();
        // In drafts; the MAC key is the encryption key then.
        case "MACAlgorithm" -> mac = new PskcHeader.MacMethod(xml.text(256), null, "");
        default -> method(new MethodParser(xml).parse());
      }
    } catch (Refused e) {
      throw xml.problem(Problem.BAD_STRUCTURE, "in " + name + ": " + e.sentence());
    }
    if (!seen.add(name.equals("MACAlgorithm") ? "MACMethod" : name)) {
      throw xml.problem(Problem.BAD_STRUCTURE, name + " stands there twice; only one is right.");
    }
  }

  private void encryptionKey() throws PskcException, IOException, Refused {
    EncryptionKeyParser parser = new EncryptionKeyParser(xml);
    encryption = parser.parse();
    String named = parser.method();
    if (named != null) {
      method(named);
    }
  }

  private void method(String named) throws Refused {
    if (method != null && !method.equals(named)) {
      throw new Refused(RefusalReason.BAD_ELEMENT, "it contradicts another EncryptionMethod.");
    }
    method = named;
  }

  private PskcHeader.MacMethod macMethod() throws PskcException, IOException, Refused {
    String algorithm = xml.attribute("Algorithm");
    if (algorithm == null) {
      throw new Refused(RefusalReason.BAD_ELEMENT, "it names no Algorithm.");
    }
    Encrypted[] key = new Encrypted[1];
    String[] reference = {""};
    xml.eachChild(
        name -> {
          if (name.equals("MACKey")) {
            key[0] = new XencParser(xml).parse();
          } else if (name.equals("MACKeyReference")) {
            reference[0] = xml.text(256);
          }
        });
    return new PskcHeader.MacMethod(algorithm, key[0], reference[0]);
  }
}
