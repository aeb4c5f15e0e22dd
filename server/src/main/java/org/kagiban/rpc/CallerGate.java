package org.kagiban.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status.Code;

/** Lets a call in where its caller is known and of a role that may make it. */
final class CallerGate implements ServerInterceptor {
  private final Access access;

  CallerGate(Access access) {
    this.access = access;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    KnownCaller caller = call.getAttributes().get(ConnectionCallers.CALLER);
    if (caller == null) {
      return refuse(
          call,
          ApiFault.of(
              Code.PERMISSION_DENIED,
              "CALLER_UNKNOWN",
              "no caller is configured for this client certificate; ask the server's operator to"
                  + " add its subject under callers"));
    }
    if (access.knows(method) && !access.allows(caller.role(), method)) {
      return refuse(
          call,
          ApiFault.of(
              Code.PERMISSION_DENIED,
              "ROLE_NOT_ALLOWED",
              "a caller of role "
                  + caller.role()
                  + " may not call "
                  + method
                  + "; that takes one of "
                  + access.rolesOf(method)));
    }
    Context context = Context.current().withValue(CallRecord.KEY, new CallRecord(method, caller));
    return Contexts.interceptCall(context, call, headers, next);
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, ApiFault fault) {
    fault.close(call);
    return new ServerCall.Listener<>() {};
  }
}
