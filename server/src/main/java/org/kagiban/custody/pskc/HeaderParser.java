package org.kagiban.custody.pskc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/** Reads EncryptionKey and MACMethod. Not thread-safe; one for each file. */
final class HeaderParser {
  private final XmlCursor xml;
  private PskcHeader.@Nullable EncryptionKey encryption;
  private PskcHeader.@Nullable MacMethod mac;

  HeaderParser(XmlCursor xml) {
    this.xml = xml;
  }

  PskcHeader header() {
    return new PskcHeader(encryption, mac);
  }

  /** Reads the current child of KeyContainer, if it is one of the two. */
  void child(String name) throws PskcException, IOException {
    boolean first = name.equals("EncryptionKey") ? encryption == null : mac == null;
    try {
      switch (name) {
        case "EncryptionKey" -> encryption = new EncryptionKeyParser(xml).parse();
        case "MACMethod" -> mac = macMethod();
        default -> {
          return;
        }
      }
    } catch (Refused e) {
      throw xml.problem(Problem.BAD_STRUCTURE, "in " + name + ": " + e.sentence());
    }
    if (!first) {
      throw xml.problem(Problem.BAD_STRUCTURE, name + " stands there twice; only one is right.");
    }
  }

  private PskcHeader.MacMethod macMethod() throws PskcException, IOException, Refused {
    String algorithm = xml.attribute("Algorithm");
    if (algorithm == null) {
      throw new Refused(RefusalReason.BAD_ELEMENT, "it names no Algorithm.");
    }
    Encrypted[] key = new Encrypted[1];
    xml.eachChild(
        name -> {
          if (name.equals("MACKey")) {
            key[0] = new XencParser(xml).parse();
          }
        });
    return new PskcHeader.MacMethod(algorithm, key[0]);
  }
}
