package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.pskc.RefusalReason;
import org.kagiban.verification.UnavailableException;

/** proto/README.md names every reason that the code can tell. */
class DocumentedReasonsTest {
  private static final Pattern REASON = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+|INTERNAL)\"");

  @Test
  void readme_namesEveryReason() throws IOException {
    Set<String> told = new TreeSet<>();
    told.addAll(reasons(Path.of("src/main/java/org/kagiban/rpc")));
    told.addAll(reasons(Path.of("src/main/java/org/kagiban/custody")));
    for (RefusalReason reason : RefusalReason.values()) {
      told.add(reason.name());
    }
    for (UnavailableException.Part part : UnavailableException.Part.values()) {
      told.add(part.name());
    }
    assertThat(told).contains("FIELD_INVALID", "SEED_DIFFERS", "HSM_UNAVAILABLE");
    String readme = Files.readString(Path.of("../proto/README.md"));
    assertThat(told).allSatisfy(reason -> assertThat(readme).contains("`" + reason + "`"));
  }

  private static Set<String> reasons(Path folder) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher matcher = REASON.matcher(Files.readString(file));
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    }
    return found;
  }
}
