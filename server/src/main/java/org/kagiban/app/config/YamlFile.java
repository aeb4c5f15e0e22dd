package org.kagiban.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file as YAML 1.2 and keeps the lines. */
final class YamlFile {
  private YamlFile() {}

  static Section read(Path file, Problems problems) throws ConfigException {
    Node root = compose(file, text(file));
    if (!(root instanceof MappingNode mapping)) {
      throw broken(file, 1, "is not a list of sections; see `kagiban config example`");
    }
    return new Section(mapping, "", file.toAbsolutePath().resolveSibling("."), problems);
  }

  private static String text(Path file) throws ConfigException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw broken(file, 1, "there is no such file; `kagiban config example` prints one");
    } catch (CharacterCodingException e) {
      throw broken(file, 1, "is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      throw broken(file, 1, "cannot be read (" + e + "); check its owner and mode");
    }
  }

  private static Node compose(Path file, String text) throws ConfigException {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    try {
      return new Compose(settings)
          .composeString(text)
          .orElseThrow(() -> broken(file, 1, "is empty; `kagiban config example` prints one"));
    } catch (MarkedYamlEngineException e) {
      // Not the whole message: it quotes the file, and the line may hold what it should not.
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw broken(file, line, "is not YAML: " + e.getProblem() + "; check indentation and quotes");
    } catch (YamlEngineException e) {
      throw broken(file, 1, "is not YAML that can be read; check it for odd characters");
    }
  }

  private static ConfigException broken(Path file, int line, String message) {
    return new ConfigException(file, List.of(new ConfigProblem(line, "", message)));
  }
}
