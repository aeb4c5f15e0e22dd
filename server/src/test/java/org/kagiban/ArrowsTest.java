package org.kagiban;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The charter's arrows (section 3): which room may import which. */
class ArrowsTest {
  private static final String OURS = "org.kagiban.";

  /** Each room and the rooms that it may import. A room that is not here may not be. */
  private static final Map<String, Set<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("token", Set.of()),
              Map.entry("audit", Set.of()),
              Map.entry("yaml", Set.of()),
              Map.entry("web", Set.of()),
              Map.entry("otp", Set.of("token")),
              Map.entry("verification", Set.of("token", "otp", "audit")),
              Map.entry("enrollment", Set.of("verification", "token", "otp", "audit")),
              Map.entry("custody", Set.of("verification", "token", "otp", "audit", "yaml")),
              Map.entry(
                  "hsm",
                  Set.of("custody", "enrollment", "verification", "token", "otp", "audit", "yaml")),
              Map.entry(
                  "store",
                  Set.of("custody", "enrollment", "verification", "token", "otp", "audit")),
              Map.entry(
                  "rpc",
                  Set.of("custody", "enrollment", "verification", "token", "otp", "audit", "v1")),
              Map.entry(
                  "cli",
                  Set.of(
                      "custody",
                      "enrollment",
                      "verification",
                      "token",
                      "otp",
                      "audit",
                      "yaml",
                      "v1")),
              Map.entry(
                  "demo",
                  Set.of(
                      "cli",
                      "custody",
                      "enrollment",
                      "verification",
                      "token",
                      "otp",
                      "audit",
                      "web",
                      "v1")),
              Map.entry("console", Set.of("cli", "audit", "web")),
              Map.entry(
                  "app",
                  Set.of(
                      "hsm",
                      "store",
                      "rpc",
                      "cli",
                      "console",
                      "demo",
                      "custody",
                      "enrollment",
                      "verification",
                      "token",
                      "otp",
                      "audit",
                      "yaml")),
              Map.entry("v1", Set.of())));

  private static final String BENCH = "org.kagiban.app.bench..";

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.kagiban");
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
    ArchRule rule =
        noClasses()
            .that(resideInAPackage(OURS + room + "..").and(not(resideInAPackage(BENCH))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(packages));
    rule.check(classes);
  }

  /** The bench is a client as well as wiring; the server does not know it. */
  @Test
  void bench_isKnownToTheCommandLineAlone() {
    classes()
        .that(resideInAPackage(BENCH))
        .should()
        .onlyHaveDependentClassesThat(resideInAPackage(BENCH).or(simpleName("Main")))
        .check(classes);
  }

  @Test
  void rooms_areThoseOfTheCharter() {
    Set<String> found = new TreeSet<>();
    for (JavaClass one : classes) {
      String room = one.getPackageName().substring(OURS.length());
      found.add(room.contains(".") ? room.substring(0, room.indexOf('.')) : room);
    }
    assertThat(found).isNotEmpty().isSubsetOf(ARROWS.keySet());
    assertThat(found).contains("token", "hsm", "store", "rpc", "app");
  }

  @Test
  void sql_isOnlyInStore() {
    only("store", "java.sql..", "javax.sql..", "org.sqlite..", "org.flywaydb..");
  }

  @Test
  void metricsAndTracing_areEachInOnePackageOfTheWiring() {
    only("app.metrics", "io.prometheus..");
    only("app.tracing", "io.opentelemetry..");
  }

  @Test
  void jetty_isOnlyInWeb() {
    only("web", "org.eclipse.jetty..");
  }

  @Test
  void pkcs11_isOnlyInHsm() {
    only("hsm", "sun.security.pkcs11..");
  }

  @Test
  void generatedCode_isOnlyInTheEdgeAndTheClients() {
    classes()
        .that(resideInAPackage("org.kagiban.v1.."))
        .should()
        .onlyHaveDependentClassesThat(
            resideInAnyPackage(
                "org.kagiban.v1..",
                "org.kagiban.rpc..",
                "org.kagiban.cli..",
                "org.kagiban.demo..",
                BENCH))
        .check(classes);
  }

  /** The wiring may name a BindableService; everything else of gRPC stays at the edges. */
  @Test
  void grpc_isOnlyAtTheEdges() {
    noClasses()
        .that(
            resideInAnyPackage(
                Stream.of(
                        "token",
                        "otp",
                        "audit",
                        "yaml",
                        "web",
                        "verification",
                        "enrollment",
                        "custody",
                        "hsm")
                    .map(room -> OURS + room + "..")
                    .toArray(String[]::new)))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.grpc..", "com.google.protobuf.."))
        .check(classes);
  }

  @Test
  void pureRooms_doNoInputOrOutput() {
    noClasses()
        .that(resideInAnyPackage("org.kagiban.token..", "org.kagiban.otp.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "org.slf4j.."))
        .check(classes);
  }

  private static void only(String room, String... packages) {
    ArchRule rule =
        noClasses()
            .that(resideInAPackage("org.kagiban..").and(not(resideInAPackage(OURS + room + ".."))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(packages))
            .because(Arrays.toString(packages) + " belongs to " + room);
    rule.check(classes);
    assertThat(
            classes.stream()
                .filter(one -> one.getPackageName().startsWith(OURS + room))
                .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                .anyMatch(use -> resideInAnyPackage(packages).test(use.getTargetClass())))
        .as(room + " uses it, or the rule holds nothing")
        .isTrue();
  }
}
