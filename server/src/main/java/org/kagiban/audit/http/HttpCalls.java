package org.kagiban.audit.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * HTTP calls that end: within a time limit for the whole answer, after so many bytes at most, and
 * without following redirects. Thread-safe.
 */
public final class HttpCalls {
  private final HttpClient client;
  private final Duration limit;

  /** An answer as it came; nothing of it is to be believed. */
  record Answer(int status, byte[] body) {}

  private HttpCalls(HttpClient.Builder builder, Duration limit) {
    this.limit = limit;
    this.client =
        builder
            .connectTimeout(limit)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** Trusts the authorities that the JVM trusts. */
  public static HttpCalls within(Duration limit) {
    return new HttpCalls(HttpClient.newBuilder(), limit);
  }

  /** Trusts whom {@code tls} trusts, and shows the certificate that it has, if any. */
  public static HttpCalls within(Duration limit, SSLContext tls) {
    return new HttpCalls(HttpClient.newBuilder().sslContext(tls), limit);
  }

  /**
   * Sends a request and waits for all of the answer.
   *
   * @param most bytes of the answer's body
   * @throws IOException where nobody answers in time, or too much; InterruptedIOException, and the
   *     thread's flag set, where the thread was interrupted
   */
  Answer send(HttpRequest request, int most) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, head -> new BoundedBody(most));
    try {
      // The request's own timeout would end with the answer's head.
      HttpResponse<byte[]> answer = call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Answer(answer.statusCode(), answer.body());
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an answer");
    } catch (ExecutionException e) {
      throw new IOException(words(e), e);
    }
  }

  private static String words(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause == null) {
      return "it failed";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
