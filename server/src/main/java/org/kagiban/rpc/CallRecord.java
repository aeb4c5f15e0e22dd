package org.kagiban.rpc;

import io.grpc.Context;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Caller;

/**
 * What is known of the call being served, for the log. Each field is written before the call moves
 * to another thread. Never holds a code.
 */
final class CallRecord {
  static final Context.Key<CallRecord> KEY = Context.key("kagiban-call");

  private final String method;
  private final KnownCaller caller;
  private final long startNanos = System.nanoTime();
  private @Nullable String requestId;
  private @Nullable Verdict verdict;
  private @Nullable Throwable failure;

  CallRecord(String method, KnownCaller caller) {
    this.method = method;
    this.caller = caller;
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
