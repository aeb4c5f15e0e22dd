package org.kagiban.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.note.KeyType;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.yaml.Section;

/**
 * Where the signed log rests, and who vouches for it beside the server.
 *
 * @param folder for the log's files
 * @param origin the log's name, null for one made from the partition's label
 * @param archive where old entries move to, null where they stay
 * @param keepEvents how many of the newest events stay in the folder, at least
 * @param formerKeys keys that signed before they were replaced, of type {@link KeyType#ED25519}
 * @param witnesses who cosigns checkpoints; no key twice
 * @param quorum how many witnesses must have cosigned, 0 to all
 */
public record AuditSection(
    Path folder,
    @Nullable String origin,
    @Nullable Path archive,
    int keepEvents,
    Set<VerifierKey> formerKeys,
    List<WitnessSection> witnesses,
    int quorum) {
  private static final String FORMER = "a list of lines from former files vkey";
  private static final String ORIGIN = "a name such as kagiban/sample-cu, without spaces and +";

  public AuditSection {
    formerKeys = Set.copyOf(formerKeys);
    witnesses = List.copyOf(witnesses);
  }

  static AuditSection read(Section section, StoreSection store) {
    Path folder = section.optionalPath("folder", "the path of a folder");
    String origin = origin(section);
    List<WitnessSection> witnesses = witnesses(section);
    AuditSection read =
        new AuditSection(
            folder == null ? store.folder().resolve("audit") : folder,
            origin,
            section.optionalPath("archive", "the path of a folder"),
            section.number("keep-events", 0, Integer.MAX_VALUE, 10_000_000),
            formerKeys(section),
            witnesses,
            section.number("quorum", 0, witnesses.size(), witnesses.size()));
    if (read.folder().equals(read.archive())) {
      section.refuse("archive", "must be another folder than the log's");
    }
    section.end();
    return read;
  }

  private static @Nullable String origin(Section section) {
    String origin = section.optionalText("origin", ORIGIN);
    if (origin != null && !origin.matches("[A-Za-z0-9._/-]+")) {
      section.refuse("origin", "must be " + ORIGIN + ", not '" + origin + "'");
    }
    return origin;
  }

  private static Set<VerifierKey> formerKeys(Section section) {
    Set<VerifierKey> keys = new HashSet<>();
    if (section.has("former-keys")) {
      for (String text : section.texts("former-keys", FORMER)) {
        VerifierKey key = key(section, "former-keys", text, KeyType.ED25519);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static List<WitnessSection> witnesses(Section section) {
    List<WitnessSection> witnesses = new ArrayList<>();
    Set<VerifierKey> keys = new HashSet<>();
    for (Section one : section.optionalSections("witnesses")) {
      WitnessSection witness = WitnessSection.read(one);
      if (witness != null && keys.add(witness.key())) {
        witnesses.add(witness);
      } else if (witness != null) {
        one.refuse("key", "stands here twice; one key is one witness");
      }
    }
    return witnesses;
  }

  /** Null, and a mistake noted, where it is no such key. */
  static @Nullable VerifierKey key(Section section, String name, String text, KeyType type) {
    try {
      VerifierKey key = VerifierKey.parse(text);
      if (key.type() == type) {
        return key;
      }
      section.refuse(name, "must be a key of type " + type + ", not " + key.type());
    } catch (IllegalArgumentException e) {
      section.refuse(name, "must be name+id+base64 of a key: " + e.getMessage());
    }
    return null;
  }
}
