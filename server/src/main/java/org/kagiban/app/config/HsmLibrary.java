package org.kagiban.app.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.hsm.Provider;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Section;

/**
 * Which kind of HSM it is, and how its library is started.
 *
 * @param provider SoftHSM where the file names none
 * @param path of the PKCS#11 library; the provider's where the file names none
 * @param initialize what C_Initialize is given, empty for nothing
 */
public record HsmLibrary(Provider provider, Path path, String initialize) {

  /** Takes the keys provider, library and folder of the hsm section. */
  static HsmLibrary read(Section section) {
    Provider provider = provider(section);
    Path library = section.optionalPath("library", "the path of the vendor's PKCS#11 library");
    return new HsmLibrary(
        provider, library == null ? provider.library() : library, initialize(section, provider));
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
    if (provider.needsFolder()) {
      return initialize(section, provider, folder);
    }
    section.forbid("folder", "is not for " + provider.name() + "; remove it");
    return provider.initialize();
  }

  private static String initialize(Section section, Provider provider, @Nullable Path folder) {
    if (folder == null) {
      if (!section.has("folder")) {
        section.refuse("folder", "is missing; write the path of the folder that holds the keys");
      }
      return "";
    }
    try {
      return provider.initializeWith(folder);
    } catch (IllegalArgumentException e) {
      section.refuse("folder", String.valueOf(e.getMessage()));
      return "";
    }
  }
}
