package org.kagiban.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kagiban.hsm.Provider;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Section;

/**
 * Which HSM partition the server uses.
 *
 * @param provider this kind of HSM; SoftHSM where the file says nothing
 * @param library the vendor's PKCS#11 library; where the file says nothing, the provider's
 * @param initialize what C_Initialize is given, empty for nothing
 * @param partition its label
 * @param serial its serial number; where both are set both must fit
 * @param workers threads, each with a session of its own; 1 to 64
 * @param queue jobs that may wait for a worker, 1 to 1000000
 * @param callLimit longest time a job may wait and run
 */
public record HsmSection(
    Provider provider,
    Path library,
    String initialize,
    @Nullable String partition,
    @Nullable String serial,
    PinSource pin,
    int workers,
    int queue,
    Duration callLimit,
    Seeds seeds) {
  static final List<String> PIN_KEYS = List.of("pin", "user-pin", "so-pin", "password");
  static final String PIN_REFUSAL =
      "a PIN never stands in this file; remove it, change the PIN if others could read it here, and"
          + " set hsm.pin-file (mode 0600), hsm.pin-fd or hsm.pin-prompt";

  /** Where seeds rest. */
  public enum Seeds {
    /** As objects in the HSM. */
    RESIDENT
  }

  static HsmSection read(Section section) {
    Provider provider = provider(section);
    Path library = section.optionalPath("library", "the path of the vendor's PKCS#11 library");
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
            provider,
            library == null ? provider.library() : library,
            initialize(section, provider),
            partition,
            serial,
            pin(section),
            section.number("workers", 1, 64, 2),
            section.number("queue", 1, 1_000_000, 4096),
            Duration.ofMillis(section.number("call-limit-millis", 10, 300_000, 2000)),
            section.choice("seeds", Seeds.class, Seeds.RESIDENT));
    section.end();
    return read;
  }

  private static Provider provider(Section section) {
    Path file = section.optionalPath("provider", "the path of a provider file, see hsm-config/");
    if (file != null) {
      try {
        return Provider.read(file);
      } catch (ConfigException e) {
        section.refuse("provider", "names a file that cannot be used: " + e.getMessage());
      }
    }
    return Provider.softHsm();
  }

  private static String initialize(Section section, Provider provider) {
    Path folder = section.optionalPath("folder", "the path of the folder that holds the keys");
    if (provider.needsFolder() != section.has("folder")) {
      section.refuse(
          "folder",
          provider.needsFolder()
              ? "is missing; write the path of the folder that holds the keys"
              : "is not for " + provider.name() + "; remove it");
      return "";
    }
    try {
      return provider.needsFolder() && folder == null ? "" : provider.initializeWith(folder);
    } catch (IllegalArgumentException e) {
      section.refuse("folder", String.valueOf(e.getMessage()));
      return "";
    }
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
