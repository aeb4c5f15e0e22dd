package org.kagiban.custody.pskc;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/**
 * Reads a PSKC file (RFC 6030, or draft-ietf-keyprov-pskc where that can only mean the same) record
 * by record, in memory that does not grow with the file. A ds:Signature is passed over unchecked.
 * Not thread-safe.
 */
final class PskcReader implements AutoCloseable {
  private final XmlCursor xml;
  private final boolean plainAllowed;
  private final HeaderParser headerParser;
  private long records;
  private boolean atPackage;

  /**
   * Reads up to the first KeyPackage.
   *
   * @param plainAllowed whether a seed may be in plaintext; where not, it is not even decoded
   */
  PskcReader(InputStream in, boolean plainAllowed) throws PskcException, IOException {
    this.xml = new XmlCursor(in);
    this.plainAllowed = plainAllowed;
    this.headerParser = new HeaderParser(xml);
    root();
    findPackage();
  }

  PskcHeader header() {
    return headerParser.header();
  }

  /** The next record that makes sense, null at the end; what does not goes to {@code refused}. */
  @Nullable PskcRecord next(Consumer<Refusal> refused) throws PskcException, IOException {
    while (atPackage) {
      PackageParser parser = new PackageParser(xml, ++records, plainAllowed, header().method());
      PskcRecord record = null;
      try {
        record = parser.parse();
      } catch (Refused e) {
        refused.accept(parser.refusal(e));
      }
      xml.skipTo(1);
      findPackage();
      if (record != null) {
        return record;
      }
    }
    return null;
  }

  /** Records met so far, refused ones too. */
  long records() {
    return records;
  }

  private void root() throws PskcException {
    String name = xml.localName();
    if (!name.equals("KeyContainer") && !name.equals("SecretContainer")) {
      throw xml.problem(
          Problem.NOT_PSKC, "this is XML, but no PSKC file: its root is not a KeyContainer.");
    }
    if (!xml.name().equals("KeyContainer")) {
      throw xml.problem(
          Problem.DRAFT_FORMAT,
          "this container is older than PSKC (RFC 6030 and draft-ietf-keyprov-pskc) or foreign to"
              + " it; such ones keep IVs, MACs and dates in ways that can be read wrongly. Ask the"
              + " vendor for RFC 6030.");
    }
    String version = xml.attribute("Version");
    if (version != null && !version.equals("1.0") && !version.equals("1")) {
      throw xml.problem(Problem.NOT_PSKC, "only Version 1.0 of PSKC is known, this is another.");
    }
  }

  private void findPackage() throws PskcException, IOException {
    while (xml.nextChild(1)) {
      String name = xml.name();
      if (name.equals("KeyPackage")) {
        atPackage = true;
        return;
      }
      if (name.equals("Policy")) {
        throw xml.problem(
            Problem.UNSUPPORTED,
            "the file has a Policy for all its keys, which RFC 6030 does not know: its keys must"
                + " not be used (section 5). Ask the vendor for one in each Key.");
      }
      if (HeaderParser.reads(name)) {
        header(name);
      }
    }
    atPackage = false;
    xml.finish();
  }

  private void header(String name) throws PskcException, IOException {
    if (records > 0) {
      throw xml.problem(
          Problem.BAD_STRUCTURE, name + " comes after a KeyPackage; it has to come before.");
    }
    headerParser.child(name);
  }

  @Override
  public void close() {
    xml.close();
  }
}
