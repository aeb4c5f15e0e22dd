package org.kagiban.app.config;

import org.kagiban.audit.http.BaseUrl;
import org.kagiban.yaml.Section;

/**
 * Where traces of calls go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP; https, or http on this machine
 * @param percent of calls that are traced where the caller does not say, 0 to 100; a caller that
 *     traces its own call is followed
 */
public record TracingSection(BaseUrl endpoint, int percent) {
  private static final String ENDPOINT =
      "the collector's address for OTLP over HTTP, such as http://127.0.0.1:4318 or"
          + " https://collector.example:4318; http only on this machine";
  private static final BaseUrl NOWHERE = BaseUrl.parse("http://127.0.0.1:1");

  static TracingSection read(Section section) {
    String text = section.text("endpoint", ENDPOINT);
    BaseUrl endpoint = NOWHERE;
    if (!text.isEmpty()) {
      try {
        endpoint = BaseUrl.parse(text);
      } catch (IllegalArgumentException | NullPointerException e) {
        section.refuse("endpoint", "must be " + ENDPOINT + ", not '" + text + "'");
      }
    }
    TracingSection read = new TracingSection(endpoint, section.number("percent", 0, 100, 1));
    section.end();
    return read;
  }
}
