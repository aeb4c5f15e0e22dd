package org.kagiban.hsm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.yaml.ConfigException;

/**
 * One kind of HSM, as its provider file in {@code hsm-config/} describes it.
 *
 * @param name the kind's
 * @param tried which version all of this was found with
 * @param libraries where its PKCS#11 library may be; absolute, at least one
 * @param initialize what C_Initialize is given as pReserved, empty for nothing; {@value #FOLDER}
 *     stands for a folder that the server's configuration names
 * @param hidesPrivateObjects whether a session that is not logged in sees no private object
 * @param knownLimits for people
 * @param gaps which tests of the hsm room do not hold on it, and why
 */
public record Provider(
    String name,
    String tried,
    List<Path> libraries,
    String initialize,
    ProviderQuirks quirks,
    boolean hidesPrivateObjects,
    List<String> knownLimits,
    Map<String, String> gaps) {
  static final String FOLDER = "${folder}";

  public Provider {
    libraries = List.copyOf(libraries);
    knownLimits = List.copyOf(knownLimits);
    gaps = Collections.unmodifiableMap(new LinkedHashMap<>(gaps));
  }

  /**
   * Reads a provider file.
   *
   * @throws ConfigException with every mistake in it
   */
  public static Provider read(Path file) throws ConfigException {
    return ProviderFile.read(file);
  }

  /** SoftHSM, from the copy of {@code hsm-config/softhsm.yaml} that the build puts in. */
  public static Provider softHsm() {
    return ProviderFile.builtIn("softhsm.yaml");
  }

  /** The first library that is there, or the first of all where none is. */
  public Path library() {
    return libraries.stream().filter(Files::exists).findFirst().orElse(libraries.get(0));
  }

  /** Whether the configuration must name a folder. */
  public boolean needsFolder() {
    return initialize.contains(FOLDER);
  }

  /**
   * What C_Initialize is given.
   *
   * @param folder null where {@link #needsFolder} is false
   * @throws IllegalArgumentException where the folder is missing, or cannot stand in quotes
   */
  public String initializeWith(@Nullable Path folder) {
    if (!needsFolder()) {
      return initialize;
    }
    if (folder == null) {
      throw new IllegalArgumentException(name + " needs to know the folder of its keys");
    }
    String path = folder.toString();
    if (path.matches(".*['\"\\\\].*")) {
      throw new IllegalArgumentException(name + " takes no folder with quotes or \\ in its name");
    }
    return initialize.replace(FOLDER, path);
  }
}
