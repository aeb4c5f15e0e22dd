package org.kagiban.app.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.Section;

/**
 * Which HSM partition the server uses; of a pool, the first, which is its home.
 *
 * @param library the vendor's PKCS#11 library, and what is known of it
 * @param partition its label
 * @param serial its serial number; where both are set both must fit
 * @param workers threads, each with a session of its own; 1 to 64
 * @param queue jobs that may wait for a worker, 1 to 1000000
 * @param callLimit longest time a job may wait and run
 * @param unwrapped most unwrapped seeds that the HSM holds at a time, 1 to 10000000
 * @param others the pool's other partitions, each with the same workers, queue and so on; none of
 *     them has others
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
    Set<Accepted> accepted,
    List<HsmSection> others) {
  static final List<String> PIN_KEYS = List.of("pin", "user-pin", "so-pin", "password");
  static final String PIN_REFUSAL =
      "a PIN never stands in this file; remove it, change the PIN if others could read it here, and"
          + " set hsm.pin-file (mode 0600), hsm.pin-fd or hsm.pin-prompt";

  /** What says which partition it is, and how to log in. */
  private static final List<String> PLACE_KEYS =
      List.of(
          "provider",
          "library",
          "folder",
          "partition",
          "serial",
          "pin-file",
          "pin-fd",
          "pin-prompt");

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

  /** Every partition, the home first. */
  public List<HsmSection> all() {
    return Stream.concat(Stream.of(this), others.stream()).toList();
  }

  /** Label, or serial number where it has none. */
  public String name() {
    return partition != null ? partition : String.valueOf(serial);
  }

  static HsmSection read(Section section) {
    List<Place> places = new ArrayList<>();
    for (Section one : places(section)) {
      places.add(Place.read(one));
      if (one != section) {
        one.end();
      }
    }
    refuseTwice(section, places);
    HsmSection home = read(places.get(0), section);
    section.end();
    List<HsmSection> others =
        places.stream().skip(1).map(place -> home.at(place, List.of())).toList();
    return home.at(places.get(0), others);
  }

  /** Another place, worked as hard as this one. */
  private HsmSection at(Place place, List<HsmSection> pool) {
    return new HsmSection(
        place.library(),
        place.partition(),
        place.serial(),
        place.pin(),
        workers,
        queue,
        callLimit,
        seeds,
        unwrapped,
        accepted,
        pool);
  }

  /** Where partitions stand: in a list, or one among the other keys. */
  private static List<Section> places(Section section) {
    if (!section.has("partitions")) {
      return List.of(section);
    }
    for (String key : PLACE_KEYS) {
      section.forbid(key, "stands in the list of partitions where there is one; move it there");
    }
    for (String key : PIN_KEYS) {
      section.forbid(key, PIN_REFUSAL);
    }
    List<Section> places = section.sections("partitions");
    return places.isEmpty() ? List.of(section) : places;
  }

  private static void refuseTwice(Section section, List<Place> places) {
    Set<String> seen = new HashSet<>();
    for (Place place : places) {
      if (!seen.add(place.name())) {
        section.refuse(
            "partitions",
            "has "
                + place.name()
                + " twice: each needs a name of its own; name both by serial alone");
      }
    }
  }

  private static HsmSection read(Place place, Section section) {
    return new HsmSection(
        place.library(),
        place.partition(),
        place.serial(),
        place.pin(),
        section.number("workers", 1, 64, 2),
        section.number("queue", 1, 1_000_000, 4096),
        Duration.ofMillis(section.number("call-limit-millis", 10, 300_000, 2000)),
        section.choice("seeds", Seeds.class, Seeds.RESIDENT),
        section.number("unwrapped", 1, 10_000_000, 10_000),
        accepted(section),
        List.of());
  }

  /** Which partition it is, and how to log in. */
  private record Place(
      HsmLibrary library, @Nullable String partition, @Nullable String serial, PinSource pin) {
    static Place read(Section section) {
      HsmLibrary library = HsmLibrary.read(section);
      String partition = section.optionalText("partition", "the partition's label");
      String serial = section.optionalText("serial", "the partition's serial number");
      if (!section.has("partition") && !section.has("serial")) {
        section.refuse(
            "partition", "is missing; write the partition's label, or serial: its number");
      }
      for (String key : PIN_KEYS) {
        section.forbid(key, PIN_REFUSAL);
      }
      return new Place(library, partition, serial, PinSource.read(section));
    }

    String name() {
      return partition != null ? partition : String.valueOf(serial);
    }
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
}
