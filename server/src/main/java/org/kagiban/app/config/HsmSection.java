package org.kagiban.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.Section;

/**
 * Which HSM partition the server uses.
 *
 * @param library the vendor's PKCS#11 library, and what is known of it
 * @param partition its label
 * @param serial its serial number; where both are set both must fit
 * @param workers threads, each with a session of its own; 1 to 64
 * @param queue jobs that may wait for a worker, 1 to 1000000
 * @param callLimit longest time a job may wait and run
 * @param unwrapped most unwrapped seeds that the HSM holds at a time, 1 to 10000000
 */
public record HsmSection(
    HsmLibrary library,
    @Nullable String partition,
    @Nullable String serial,
    PinSource pin,
    int workers,
    int queue,
    Duration callLimit,
    Seeds seeds,
    int unwrapped,
    Set<Accepted> accepted) {
  static final List<String> PIN_KEYS = List.of("pin", "user-pin", "so-pin", "password");
  static final String PIN_REFUSAL =
      "a PIN never stands in this file; remove it, change the PIN if others could read it here, and"
          + " set hsm.pin-file (mode 0600), hsm.pin-fd or hsm.pin-prompt";

  /** Where seeds rest. */
  public enum Seeds {
    /** As objects in the HSM. */
    RESIDENT,
    /** In the store, under a KEK of the HSM's. */
    WRAPPED
  }

  /** A weakness of the partition that the operator accepts by name. */
  public enum Accepted {
    /** The partition does not keep seeds from whoever holds the user PIN. */
    KEK_NOT_ENFORCED
  }

  public boolean acceptsKekNotEnforced() {
    return accepted.contains(Accepted.KEK_NOT_ENFORCED);
  }

  static HsmSection read(Section section) {
    HsmLibrary library = HsmLibrary.read(section);
    String partition = section.optionalText("partition", "the partition's label");
    String serial = section.optionalText("serial", "the partition's serial number");
    if (!section.has("partition") && !section.has("serial")) {
      section.refuse("partition", "is missing; write the partition's label, or serial: its number");
    }
    for (String key : PIN_KEYS) {
      section.forbid(key, PIN_REFUSAL);
    }
    HsmSection read =
        new HsmSection(
            library,
            partition,
            serial,
            pin(section),
            section.number("workers", 1, 64, 2),
            section.number("queue", 1, 1_000_000, 4096),
            Duration.ofMillis(section.number("call-limit-millis", 10, 300_000, 2000)),
            section.choice("seeds", Seeds.class, Seeds.RESIDENT),
            section.number("unwrapped", 1, 10_000_000, 10_000),
            accepted(section));
    section.end();
    return read;
  }

  private static Set<Accepted> accepted(Section section) {
    Set<Accepted> accepted = EnumSet.noneOf(Accepted.class);
    if (!section.has("accept")) {
      return accepted;
    }
    for (String text : section.texts("accept", "a list of weaknesses, such as kek-not-enforced")) {
      if (text.equals("kek-not-enforced")) {
        accepted.add(Accepted.KEK_NOT_ENFORCED);
      } else {
        section.refuse("accept", "must be kek-not-enforced, not '" + text + "'");
      }
    }
    return accepted;
  }

  private static PinSource pin(Section section) {
    Path file = section.optionalPath("pin-file", "the path of a file of mode 0600");
    int descriptor = section.number("pin-fd", 0, 1023, -1);
    boolean prompt = section.flag("pin-prompt");
    List<String> sources =
        Stream.of("pin-file", "pin-fd", "pin-prompt")
            .filter(section::has)
            .filter(key -> prompt || !key.equals("pin-prompt"))
            .toList();
    if (sources.size() != 1) {
      section.refuse(
          sources.isEmpty() ? "pin-file" : sources.get(sources.size() - 1),
          "set exactly one of pin-file, pin-fd and pin-prompt: true; there are " + sources.size());
    }
    if (file != null) {
      return new PinSource.File(file);
    }
    return descriptor >= 0 ? new PinSource.Descriptor(descriptor) : new PinSource.Prompt();
  }
}
