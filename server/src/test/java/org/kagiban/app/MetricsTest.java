package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.Subject;
import org.kagiban.v1.Subscriber;
import org.kagiban.v1.VerificationServiceGrpc;
import org.kagiban.v1.VerifyRequest;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Prometheus, Grafana and a load balancer see of a server at work. */
class MetricsTest {
  private static final Pattern FIGURE = Pattern.compile("\\b(kagiban|jvm|process)_[a-z0-9_]+");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(kagiban_[a-z_]+)` \\| ([a-z]+) \\|(.*)");
  private static final String VERIFY = "method=\"kagiban.v1.VerificationService/Verify\"";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static Branch branch;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start(folder);
    branch = new Branch(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Scrape scrape() throws Exception {
    return Scrape.of(server.metrics());
  }

  /** A call is counted once it is over, which the caller knows a moment earlier. */
  private static Scrape scrapeOnce(String sample, double value) {
    return await().until(MetricsTest::scrape, scrape -> scrape.value(sample) >= value);
  }

  @Test
  void figures_areThoseOfTheReadmeWithTheirKinds() throws Exception {
    Map<String, String> documented = new TreeMap<>();
    Set<String> absent = new HashSet<>();
    Matcher row = ROW.matcher(MetricsCommand.resource("README.md"));
    while (row.find()) {
      documented.put(row.group(1), row.group(2));
      if (row.group(3).contains("absent")) {
        absent.add(row.group(1));
      }
    }
    Map<String, String> told = scrape().kinds();
    Map<String, String> ours = new TreeMap<>(told);
    ours.keySet().removeIf(name -> !name.startsWith("kagiban_"));
    // This server has no key to sign its log with.
    documented.keySet().removeAll(absent);
    assertThat(absent).allMatch(name -> name.startsWith("kagiban_log_"));
    assertThat(ours).isEqualTo(documented);
    assertThat(told.keySet()).allMatch(name -> FIGURE.matcher(name).matches());
  }

  @Test
  void verify_isCountedByMethodVerdictAndMechanism() throws Exception {
    Scrape before = scrape();
    branch.verify(branch.device.wrongCode());
    branch.verify(branch.device.wrongCode());
    String calls = "kagiban_rpc_total{" + VERIFY + ",status=\"OK\"}";
    Scrape after = scrapeOnce(calls, before.value(calls) + 2);
    assertThat(grown(before, after, calls)).isEqualTo(2);
    assertThat(grown(before, after, "kagiban_rpc_seconds_count{" + VERIFY + "}")).isEqualTo(2);
    assertThat(
            grown(
                before,
                after,
                "kagiban_verdicts_total{institution=\"sample-cu\",operation=\"verify\","
                    + "verdict=\"wrong_code\"}"))
        .isEqualTo(2);
    // Three time steps of a window and the seed's check value each; what the server asks for its
    // own
    // health has another hash.
    assertThat(hmacs(after) - hmacs(before)).isEqualTo(8);
    assertThat(grown(before, after, "kagiban_store_batch_changes_sum")).isGreaterThanOrEqualTo(2);
    assertThat(grown(before, after, "kagiban_token_cache_lookups_total{result=\"hit\"}"))
        .isGreaterThanOrEqualTo(2);
    assertThat(grown(before, after, "kagiban_log_events")).isGreaterThanOrEqualTo(2);
  }

  private static double hmacs(Scrape scrape) {
    return scrape.sum(
        "kagiban_hsm_seconds_count", "mechanism=\"CKM_SHA_1_HMAC\"", "operation=\"sign\"");
  }

  private static double grown(Scrape before, Scrape after, String sample) {
    return after.value(sample) - before.value(sample);
  }

  @Test
  void labels_holdNothingThatACallerChose() throws Exception {
    var stub = VerificationServiceGrpc.newBlockingStub(server.as(DevCaller.INTERNET_BANKING));
    Subscriber stranger =
        Subscriber.newBuilder().setInstitution("made-up-bank").setSubscriberId("777").build();
    VerifyRequest request =
        Calls.verify("777", "000000").toBuilder()
            .setSubject(Subject.newBuilder().setSubscriber(stranger))
            .build();
    Assertions.assertThatCode(() -> stub.verify(request)).doesNotThrowAnyException();
    Assertions.assertThatThrownBy(() -> stub.verify(VerifyRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class);
    String malformed = "kagiban_rpc_total{" + VERIFY + ",status=\"INVALID_ARGUMENT\"}";
    Scrape scrape = scrapeOnce(malformed, 1);
    assertThat(scrape.samples())
        .doesNotContain("made-up-bank", branch.device.tokenId(), "internet-banking");
    assertThat(
            scrape.value(
                "kagiban_verdicts_total{institution=\"none\",operation=\"verify\","
                    + "verdict=\"not_enrolled\"}"))
        .isEqualTo(1);
    assertThat(scrape.value(malformed)).isEqualTo(1);
  }

  @Test
  void state_isThatOfAServerThatIsWell() throws Exception {
    Scrape scrape = scrape();
    for (String part : List.of("hsm", "keys", "store", "log", "clock", "serving")) {
      assertThat(scrape.value("kagiban_part_up{part=\"" + part + "\"}")).as(part).isEqualTo(1);
    }
    assertThat(scrape.sum("kagiban_hsm_open")).isEqualTo(1);
    assertThat(scrape.sum("kagiban_hsm_serves")).isEqualTo(1);
    assertThat(scrape.sum("kagiban_hsm_queue_limit")).isEqualTo(4096);
    assertThat(scrape.sum("kagiban_hsm_resident_seeds")).isGreaterThanOrEqualTo(1);
    assertThat(scrape.value("kagiban_certificate_days_left{certificate=\"server\"}"))
        .isGreaterThan(1);
    assertThat(scrape.samples()).contains("kagiban_build_info{version=\"", "jvm_threads_current ");
  }

  @Test
  void dashboardAndAlerts_askForWhatThereIs() throws Exception {
    Set<String> there = new HashSet<>();
    scrape()
        .kinds()
        .forEach(
            (name, kind) -> {
              boolean histogram = kind.equals("histogram") || kind.equals("summary");
              there.addAll(
                  histogram
                      ? List.of(name + "_bucket", name + "_sum", name + "_count")
                      : List.of(name));
            });
    there.addAll(
        List.of(
            "kagiban_log_checkpoint_size",
            "kagiban_log_checkpoint_age_seconds",
            "kagiban_log_cosigned_size"));
    List<String> queries = new ArrayList<>();
    // JSON is YAML too.
    collect(load("dashboard.json"), queries);
    assertThat(queries).hasSizeGreaterThan(30);
    collect(load("alerts.yaml"), queries);
    Set<String> asked = new HashSet<>();
    for (String query : queries) {
      List<String> names = FIGURE.matcher(query).results().map(MatchResult::group).toList();
      assertThat(names).as(query).isNotEmpty();
      asked.addAll(names);
    }
    assertThat(there).containsAll(asked);
    Set<String> ours = new HashSet<>(there);
    ours.removeIf(name -> !name.startsWith("kagiban_") || name.matches(".*_(bucket|sum|count)"));
    assertThat(asked).as("every figure of ours is looked at").containsAll(ours);
  }

  private static Object load(String resource) throws Exception {
    return new Load(LoadSettings.builder().build())
        .loadFromString(MetricsCommand.resource(resource));
  }

  private static void collect(Object node, List<String> queries) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key.equals("expr")) {
              queries.add(value.toString());
            } else {
              collect(value, queries);
            }
          });
    } else if (node instanceof List<?> list) {
      list.forEach(one -> collect(one, queries));
    }
  }

  @Test
  void health_isAnsweredOverHttp() throws Exception {
    assertThat(Scrape.get(server.metrics(), "/livez").statusCode()).isEqualTo(200);
    var ready = Scrape.get(server.metrics(), "/readyz");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body())
        .startsWith("{\"ready\":true,\"parts\":{\"clock\":true,")
        .contains("\"serving\":true");
  }

  @Test
  void anythingElse_isRefused() throws Exception {
    assertThat(Scrape.post(server.metrics(), "/metrics").statusCode()).isEqualTo(405);
    assertThat(Scrape.get(server.metrics(), "/metricsx").statusCode()).isEqualTo(404);
    assertThat(Scrape.get(server.metrics(), "/").statusCode()).isEqualTo(404);
  }
}
