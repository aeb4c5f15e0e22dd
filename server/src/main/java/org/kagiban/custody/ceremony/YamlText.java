package org.kagiban.custody.ceremony;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes YAML for people and for the strict reader: the same text for the same input. */
final class YamlText {
  private YamlText() {}

  /**
   * @param document of maps, lists, strings, numbers and booleans, in their order
   */
  static String of(Map<String, ?> document) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSplitLines(false)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setDereferenceAliases(true)
            .build();
    return new Dump(settings).dumpToString(document);
  }
}
