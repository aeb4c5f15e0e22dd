package org.kagiban.rpc;

import io.grpc.Context;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Caller;

/**
 * What is known of the call being served, for the services and the log. Each field is written
 * before the call moves to another thread. Never holds a code.
 */
final class CallRecord {
  static final Context.Key<CallRecord> KEY = Context.key("kagiban-call");

  private final String method;
  private final KnownCaller caller;
  private final Connection connection;
  private final long startNanos = System.nanoTime();
  private @Nullable String requestId;
  private @Nullable Verdict verdict;
  private @Nullable Throwable failure;

  CallRecord(String method, KnownCaller caller, Connection connection) {
    this.method = method;
    this.caller = caller;
    this.connection = connection;
  }

  /** The call that this thread serves. */
  static CallRecord current() {
    return KEY.get();
  }

  String method() {
    return method;
  }

  Caller caller() {
    return caller.caller();
  }

  /** The caller with role and person. */
  KnownCaller known() {
    return caller;
  }

  /** The client's own certificate, as the handshake proved it. */
  X509Certificate certificate() {
    return connection.certificate();
  }

  /** Runs what it is given on the thread of the call's connection. */
  Executor loop() {
    return connection.loop();
  }

  void requestId(String id) {
    requestId = id;
  }

  void verdict(Verdict said) {
    verdict = said;
  }

  void failed(Throwable cause) {
    failure = cause;
  }

  @Nullable String requestId() {
    return requestId;
  }

  @Nullable Verdict verdict() {
    return verdict;
  }

  /** Why, for the operator; null where the call did not fail. */
  @Nullable String failure() {
    return failure == null ? null : failure.toString();
  }

  double millis() {
    return (System.nanoTime() - startNanos) / 1_000_000.0;
  }
}
