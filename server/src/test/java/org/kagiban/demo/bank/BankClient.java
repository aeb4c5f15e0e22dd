package org.kagiban.demo.bank;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The bank's pages over HTTP, as a browser without scripts sends its forms. Thread-safe. */
final class BankClient {
  private final HttpClient client = HttpClient.newHttpClient();
  private final BankApp bank;

  BankClient(BankApp bank) {
    this.bank = bank;
  }

  HttpResponse<String> login(String contract, String password, String cookie) throws Exception {
    return post("/login", cookie, "contract=" + contract + "&password=" + password);
  }

  HttpResponse<String> get(String path, String cookie) throws Exception {
    return client.send(request(path, cookie).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * @param cookie as {@link #cookie} gives it; empty for none
   * @param form in application/x-www-form-urlencoded
   */
  HttpResponse<String> post(String path, String cookie, String form) throws Exception {
    HttpRequest.Builder builder =
        request(path, cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", bank.url())
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String cookie) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(bank.url() + path));
    return cookie.isEmpty() ? builder : builder.header("Cookie", cookie);
  }

  /** Where a redirect leads; empty where the answer is none. */
  static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  static String setCookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("");
  }

  static String cookie(HttpResponse<String> answer) {
    return setCookie(answer).replaceFirst(";.*", "");
  }
}
