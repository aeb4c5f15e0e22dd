package org.kagiban.audit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows inside {@code audit}, and which of its rooms reach the world outside. */
class AuditArrowsTest {
  private static final String OURS = "org.kagiban.audit.";

  /** Each room and the rooms that it may import; the events themselves are everybody's. */
  private static final Map<String, Set<String>> ARROWS =
      new TreeMap<>(
          Map.of(
              "tree", Set.of(),
              "tile", Set.of("tree"),
              "note", Set.of("tree"),
              "proof", Set.of("tree", "note"),
              "witness", Set.of("tree", "note", "proof"),
              "log", Set.of("tree", "tile", "note", "proof"),
              "verify", Set.of("tree", "tile", "note", "proof", "log"),
              "reconcile", Set.of("tree", "tile", "note", "proof", "log", "verify"),
              "file", Set.of("tree", "tile", "note", "proof", "witness", "log"),
              "http", Set.of("tree", "tile", "note", "proof", "witness", "log", "file")));

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.kagiban.audit");
  }

  static Stream<String> rooms() {
    return ARROWS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void room_importsOnlyWhatItsArrowsAllow(String room) {
    Set<String> forbidden = new TreeSet<>(ARROWS.keySet());
    forbidden.remove(room);
    forbidden.removeAll(ARROWS.getOrDefault(room, Set.of()));
    String[] packages = forbidden.stream().map(name -> OURS + name + "..").toArray(String[]::new);
    noClasses()
        .that(resideInAPackage(OURS + room + ".."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(classes);
  }

  @Test
  void rooms_areThoseAbove() {
    Set<String> found = new TreeSet<>();
    for (JavaClass one : classes) {
      if (one.getPackageName().startsWith(OURS)) {
        found.add(one.getPackageName().substring(OURS.length()));
      }
    }
    assertThat(found).isNotEmpty().isSubsetOf(ARROWS.keySet()).contains("tree", "log", "file");
  }

  @Test
  void files_areTouchedByTwoRoomsOnly() {
    only(List.of("file", "http"), "java.nio.file..");
  }

  @Test
  void network_isTouchedByOneRoomOnly() {
    only(List.of("http"), "java.net..", "com.sun.net..");
  }

  private static void only(List<String> rooms, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms.stream().map(OURS::concat).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(classes);
  }
}
