package org.kagiban.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server says at {@code /metrics}, as Prometheus would read it. */
record Scrape(List<String> lines) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Scrape of(URI server) throws IOException, InterruptedException {
    return new Scrape(get(server, "/metrics").body().lines().toList());
  }

  static HttpResponse<String> get(URI server, String path)
      throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
  }

  static HttpResponse<String> post(URI server, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path)).POST(BodyPublishers.ofString("x")).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  /** Names of figures, and their kinds. */
  Map<String, String> kinds() {
    Map<String, String> kinds = new TreeMap<>();
    for (String line : lines) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        kinds.put(words[2], words[3]);
      }
    }
    return kinds;
  }

  /** The value of a sample by its name with its labels; 0 where there is none. */
  double value(String sample) {
    return lines.stream()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** The sum of a figure's samples over what has these labels, such as {@code kind="x"}. */
  double sum(String figure, String... labels) {
    return lines.stream()
        .filter(line -> line.startsWith(figure + "{"))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** All samples, without what explains them. */
  String samples() {
    return String.join("\n", lines.stream().filter(line -> !line.startsWith("#")).toList());
  }
}
