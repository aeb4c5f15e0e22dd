package org.kagiban.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagiban.audit.tile.MemoryTiles;
import org.kagiban.audit.verify.Finding.Rule;

/** Somebody changes a log's files, without the key that signed its checkpoint. */
class TamperingTest {
  private static final int INDEX = 300;

  static Stream<Arguments> bundles() {
    return Stream.of(
        edit("a byte", "event 300 was changed", entries -> entries.get(44)[40] ^= 1),
        edit(
            "an event's last byte",
            "event 300 was changed",
            entries -> entries.get(44)[entries.get(44).length - 1] ^= 1),
        edit("a longer event", "event 300 was changed", entries -> entries.set(44, new byte[500])),
        edit("one deleted", "event 300 was taken out", entries -> entries.remove(44)),
        edit("the first deleted", "event 256 was taken out", entries -> entries.remove(0)),
        edit("the last deleted", "event 511 was taken out", entries -> entries.remove(255)),
        edit("one put in", "put in before event 300", entries -> entries.add(44, new byte[60])),
        edit(
            "one put in at the end",
            "put in before event 512",
            entries -> entries.add(new byte[60])),
        edit(
            "one put in for another",
            "event 511 was taken out",
            entries -> {
              entries.add(44, new byte[60]);
              entries.remove(256);
            }),
        edit(
            "two swapped",
            "events 300 and 400 were swapped",
            entries -> Collections.swap(entries, 44, 144)),
        edit(
            "neighbours swapped",
            "events 300 and 301 were swapped",
            entries -> Collections.swap(entries, 44, 45)),
        edit(
            "one moved", "event 300 was moved", entries -> entries.add(45 + 5, entries.remove(44))),
        edit("one twice", "put in before event", entries -> entries.add(100, entries.get(44))));
  }

  private static Arguments edit(String name, String words, Consumer<List<byte[]>> edit) {
    return arguments(name, words, edit);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("bundles")
  void verify_bundleThatWasEdited_saysWhatWasDone(
      String name, String words, Consumer<List<byte[]>> edit) throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    List<byte[]> bundle = new ArrayList<>();
    log.entries().subList(256, 512).forEach(entry -> bundle.add(entry.clone()));
    edit.accept(bundle);
    MemoryTiles tampered = log.copy();
    tampered.files.put("tile/entries/001", TestLog.bundle(bundle));
    Report report = log.verify(tampered);

    assertThat(report.findings()).extracting(Finding::rule).containsOnly(Rule.TREE);
    assertThat(report.findings()).extracting(Finding::text).anyMatch(text -> text.contains(words));
    assertThat(report.findings()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void verify_bytesAtTheBundlesEnd_areTold() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    MemoryTiles tampered = log.copy();
    byte[] old = bytes(log, "tile/entries/001");
    tampered.files.put("tile/entries/001", Arrays.copyOf(old, old.length + 1));

    assertThat(log.verify(tampered).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("last bytes are no entry"));
  }

  static Stream<Arguments> files() {
    TestLog log;
    try {
      log = TestLog.of(Story.whole().events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.tiles().files.keySet().stream().map(path -> arguments(log, path));
  }

  private static byte[] bytes(TestLog log, String path) {
    return Objects.requireNonNull(log.tiles().files.get(path));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("files")
  void verify_everyFile_missingOrChangedAnywhere_isFound(TestLog log, String path)
      throws IOException {
    MemoryTiles without = log.copy();
    without.files.remove(path);
    assertThat(log.verify(without).findings()).anyMatch(finding -> finding.rule() == Rule.TREE);

    byte[] old = bytes(log, path);
    for (int at = 0; at < old.length; at += Math.max(1, old.length / 40)) {
      byte[] other = old.clone();
      other[at] ^= 4;
      MemoryTiles changed = log.copy();
      changed.files.put(path, other);
      assertThat(log.verify(changed).findings())
          .as("%s with another byte at %d", path, at)
          .anyMatch(finding -> finding.rule() == Rule.TREE);
    }
    MemoryTiles shorter = log.copy();
    shorter.files.put(path, Arrays.copyOf(old, old.length - 1));
    assertThat(log.verify(shorter).findings()).anyMatch(finding -> finding.rule() == Rule.TREE);
  }

  @Test
  void verify_eventChangedWithItsTile_namesTheTileAndTheChain() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    MemoryTiles other = changedOne(log).tiles();
    MemoryTiles tampered = log.copy();
    tampered.files.put("tile/entries/001", other.files.get("tile/entries/001"));
    tampered.files.put("tile/0/001", other.files.get("tile/0/001"));
    Report report = log.verify(tampered);

    assertThat(report.findings())
        .anySatisfy(finding -> assertThat(finding.about()).isEqualTo("tile/0/001"))
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.CHAIN);
              assertThat(finding.index()).isEqualTo(INDEX + 1);
              assertThat(finding.text()).contains("that one was changed");
            });
  }

  /** The log with another byte in one event, all tiles fitting. */
  private static TestLog changedOne(TestLog log) throws IOException {
    List<byte[]> entries = new ArrayList<>(log.entries());
    byte[] changed = entries.get(INDEX).clone();
    // Within the time.
    changed[26] ^= 1;
    entries.set(INDEX, changed);
    return TestLog.ofEntries(entries);
  }

  @Test
  void verify_eventChangedWithAllTiles_isFoundByRootAndChain() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    Report report = log.verify(changedOne(log).tiles());

    assertThat(report.findings())
        .anySatisfy(finding -> assertThat(finding.text()).contains("root that was signed"))
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.CHAIN);
              assertThat(finding.index()).isEqualTo(INDEX + 1);
            });
  }

  @Test
  void verify_eventDeletedWithAllTiles_saysWhichOneIsMissing() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    List<byte[]> entries = new ArrayList<>(log.entries());
    entries.remove(INDEX);
    Report report = log.verify(TestLog.ofEntries(entries).tiles());

    assertThat(report.findings())
        .anySatisfy(finding -> assertThat(finding.text()).contains("breaks off after event"))
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.CHAIN);
              assertThat(finding.index()).isEqualTo(INDEX);
              assertThat(finding.text()).contains("left out");
            });
  }

  @Test
  void verify_tailCutOff_saysFromWhereOn() throws IOException {
    TestLog log = TestLog.of(Story.whole().events);
    int size = log.entries().size();
    TestLog shorter = TestLog.ofEntries(log.entries().subList(0, size - 20));
    Report report = log.verify(shorter.tiles());

    assertThat(report.events()).isEqualTo(size - 20);
    assertThat(report.findings())
        .extracting(Finding::text)
        .anyMatch(text -> text.contains("events " + (size - 20) + " to " + (size - 1)));
  }
}
