package org.kagiban.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads one YAML 1.2 document of sections and keeps the lines. Anchors, aliases, tags and deep
 * nesting are refused: what a person reads is what is there.
 */
public final class YamlFile {
  /** Longest document that is read from bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  private YamlFile() {}

  /**
   * Reads a file. Relative paths in it are relative to its folder.
   *
   * @throws ConfigException where it is no such document at all; lesser mistakes go to {@code
   *     problems}
   */
  public static Section read(Path file, Problems problems) throws ConfigException {
    return section(
        file.toString(), text(file, problems), file.toAbsolutePath().resolveSibling("."), problems);
  }

  /**
   * Reads a document that came from elsewhere.
   *
   * @param name for messages
   * @param utf8 at most {@value #MAX_BYTES} bytes
   * @param folder what relative paths in it are relative to; null where it may name no files
   * @throws ConfigException where it is no such document at all; lesser mistakes go to {@code
   *     problems}
   */
  public static Section read(String name, byte[] utf8, @Nullable Path folder, Problems problems)
      throws ConfigException {
    return read(name, utf8, MAX_BYTES, folder, problems);
  }

  /**
   * As above, for documents that may be longer.
   *
   * @param most longest document in bytes
   */
  public static Section read(
      String name, byte[] utf8, int most, @Nullable Path folder, Problems problems)
      throws ConfigException {
    if (utf8.length > most) {
      throw broken(name, 1, "has " + utf8.length + " bytes; it may have at most " + most);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return section(name, text, folder, problems);
    } catch (CharacterCodingException e) {
      throw broken(name, 1, "is not UTF-8 text; save it as UTF-8");
    }
  }

  private static Section section(String name, String text, @Nullable Path folder, Problems problems)
      throws ConfigException {
    Node root = compose(name, text, problems);
    if (!(root instanceof MappingNode mapping)) {
      throw broken(name, 1, "is not a list of sections; " + problems.example());
    }
    return new Section(mapping, "", folder, problems);
  }

  private static String text(Path file, Problems problems) throws ConfigException {
    String name = file.toString();
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw broken(name, 1, "there is no such file; " + problems.example());
    } catch (CharacterCodingException e) {
      throw broken(name, 1, "is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      throw broken(name, 1, "cannot be read (" + e + "); check its owner and mode");
    }
  }

  private static Node compose(String name, String text, Problems problems) throws ConfigException {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    try {
      PlainYaml.require(name, text, settings);
      return new Compose(settings)
          .composeString(text)
          .orElseThrow(() -> broken(name, 1, "is empty; " + problems.example()));
    } catch (MarkedYamlEngineException e) {
      // Not the whole message: it quotes the file, and the line may hold what it should not.
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw broken(name, line, "is not YAML: " + e.getProblem() + "; check indentation and quotes");
    } catch (YamlEngineException e) {
      throw broken(name, 1, "is not YAML that can be read; check it for odd characters");
    }
  }

  static ConfigException broken(String name, int line, String message) {
    return new ConfigException(name, List.of(new ConfigProblem(line, "", message)));
  }
}
