package org.kagiban.custody.pskc;

import static javax.xml.stream.XMLStreamConstants.CDATA;
import static javax.xml.stream.XMLStreamConstants.CHARACTERS;
import static javax.xml.stream.XMLStreamConstants.DTD;
import static javax.xml.stream.XMLStreamConstants.END_DOCUMENT;
import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.ENTITY_REFERENCE;
import static javax.xml.stream.XMLStreamConstants.SPACE;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.pskc.PskcException.Problem;

/**
 * Walks an XML document element by element, keeping nothing: no DTD, no entity, bounded depth, text
 * and number of names. Not thread-safe.
 */
final class XmlCursor implements AutoCloseable {
  private static final int MOST_DEPTH = 64;

  /** The JDK's parser remembers every name that it meets. */
  private static final int MOST_NAMES = 1000;

  /** RFC 6030's schema has these "unbounded"; nothing here reads them. */
  private static final Set<String> REPEATABLE = Set.of("Extensions", "FriendlyName");

  private final MeteredInput input;
  private final XMLStreamReader xml;
  private final Set<String> names = new HashSet<>();
  private char[] text = new char[256];
  private int depth;

  /** Begins at the root element, whose depth is 1. */
  XmlCursor(InputStream in) throws PskcException, IOException {
    input = new MeteredInput(in);
    try {
      xml = factory().createXMLStreamReader(input);
    } catch (XMLStreamException | RuntimeException e) {
      throw failure(e, 1, 1);
    }
    while (advance() != START_ELEMENT) {
      // The prolog: comments and white space; advance() refuses the rest.
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("no external entities");
        });
    return factory;
  }

  int depth() {
    return depth;
  }

  int line() {
    return xml.getLocation().getLineNumber();
  }

  /** See {@link Names#element}. */
  String name() {
    return Names.element(xml.getNamespaceURI(), xml.getLocalName());
  }

  /** See {@link Names#local}. */
  String localName() {
    return Names.local(xml.getLocalName());
  }

  /** See {@link Names#attribute}. */
  @Nullable String attribute(String name) {
    return Names.attribute(xml, name);
  }

  /** Names of all attributes of the current element, see {@link Names#attributeName}. */
  Set<String> attributeNames() {
    Set<String> result = new HashSet<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      result.add(Names.attributeName(xml, i));
    }
    return result;
  }

  /**
   * Moves to the next child of the element at depth {@code parent}, passing over what is left of
   * the one before. False at the parent's end.
   */
  boolean nextChild(int parent) throws PskcException, IOException {
    skipTo(parent);
    while (true) {
      int event = advance();
      if (event == START_ELEMENT) {
        return true;
      }
      if (event == END_ELEMENT && depth < parent) {
        return false;
      }
    }
  }

  /** Leaves every element that is deeper. */
  void skipTo(int parent) throws PskcException, IOException {
    while (depth > parent) {
      advance();
    }
  }

  /** To the end of the document: nothing but comments may follow the root element. */
  void finish() throws PskcException, IOException {
    skipTo(0);
    while (advance() != END_DOCUMENT) {
      // Comments and white space.
    }
  }

  /** Hands each child of the current element to {@code handler}; none may come twice. */
  void eachChild(ChildHandler handler) throws PskcException, IOException, Refused {
    eachChild(Set.of(), handler);
  }

  /** As {@link #eachChild(ChildHandler)}; those in {@code repeatable} may come more than once. */
  void eachChild(Set<String> repeatable, ChildHandler handler)
      throws PskcException, IOException, Refused {
    int parent = depth;
    Set<String> seen = new HashSet<>();
    while (nextChild(parent)) {
      String name = name();
      boolean once = !REPEATABLE.contains(name) && !repeatable.contains(name);
      if (!name.startsWith("?:") && once && !seen.add(name)) {
        throw new Refused(
            RefusalReason.DUPLICATE_ELEMENT,
            "The element " + localName() + " stands there twice; only one can be meant.");
      }
      handler.child(name);
    }
  }

  /** The current element's text without white space at its ends. */
  String text(int most) throws PskcException, IOException, Refused {
    return new String(text, 0, readText(most)).strip();
  }

  /** The current element's text, decoded; leaves no copy of it here. */
  byte[] base64(int most) throws PskcException, IOException, Refused {
    String name = localName();
    int length = readText(most);
    try {
      return Base64Text.decode(text, length, name);
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  private int readText(int most) throws PskcException, IOException, Refused {
    String name = localName();
    int parent = depth;
    int length = 0;
    while (true) {
      int event = advance();
      if (event == END_ELEMENT && depth < parent) {
        return length;
      }
      if (event == START_ELEMENT) {
        throw new Refused(
            RefusalReason.BAD_ELEMENT,
            "There is an element inside " + name + ", which holds text.");
      }
      if (event == CHARACTERS || event == CDATA || event == SPACE) {
        length = append(length, most, name);
      }
    }
  }

  private int append(int length, int most, String name) throws Refused {
    int more = xml.getTextLength();
    if (length + more > most) {
      throw new Refused(
          RefusalReason.VALUE_TOO_LONG,
          "The text of " + name + " is longer than " + most + " characters.");
    }
    if (length + more > text.length) {
      char[] larger = Arrays.copyOf(text, most);
      Arrays.fill(text, '\0');
      text = larger;
    }
    System.arraycopy(xml.getTextCharacters(), xml.getTextStart(), text, length, more);
    return length + more;
  }

  private int advance() throws PskcException, IOException {
    input.startOver();
    int event;
    try {
      event = xml.next();
    } catch (XMLStreamException | RuntimeException e) {
      var at = xml.getLocation();
      throw failure(e, at.getLineNumber(), at.getColumnNumber());
    }
    switch (event) {
      case START_ELEMENT -> entered();
      case END_ELEMENT -> depth--;
      case DTD, ENTITY_REFERENCE ->
          throw problem(
              Problem.DOCTYPE,
              "the file has a DOCTYPE or an entity, which a seed file never needs and which can be"
                  + " used for attacks. Ask who made it for one without.");
      default -> {}
    }
    return event;
  }

  private void entered() throws PskcException {
    depth++;
    names.add(xml.getLocalName());
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      names.add(xml.getAttributeLocalName(i));
    }
    if (depth > MOST_DEPTH || names.size() > MOST_NAMES) {
      throw problem(
          Problem.TOO_LARGE,
          "the elements are nested too deep or have too many different names for a seed file.");
    }
  }

  PskcException problem(Problem problem, String message) {
    var at = xml.getLocation();
    return new PskcException(problem, message, at.getLineNumber(), at.getColumnNumber());
  }

  /** The parser's own words stay out: they can quote the document. */
  private PskcException failure(Exception e, int line, int column) throws IOException {
    IOException below = input.failure();
    if (below != null) {
      throw below;
    }
    // The JDK's own limits, such as 1000 characters for a name, have such a code in front.
    boolean limited = String.valueOf(e.getMessage()).contains("JAXP000100");
    if (limited || input.tooLarge()) {
      return new PskcException(
          Problem.TOO_LARGE,
          "one element, attribute, name or comment is far larger than any that a seed file has.",
          line,
          column);
    }
    return new PskcException(
        Problem.NOT_XML,
        "the file is not well-formed XML from here on: it was cut off or changed, its characters"
            + " are not in the encoding that its first line names, or it is something else. Get it"
            + " again from who made it.",
        Math.max(line, 1),
        Math.max(column, 1));
  }

  @Override
  public void close() {
    Arrays.fill(text, '\0');
    try {
      xml.close();
    } catch (XMLStreamException e) {
      // Nothing is left to lose: all that was wanted has been read.
    }
  }

  /** Reads one child; what it leaves of it is passed over. */
  interface ChildHandler {
    void child(String name) throws PskcException, IOException, Refused;
  }
}
