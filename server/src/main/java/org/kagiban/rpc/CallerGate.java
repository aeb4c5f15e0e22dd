package org.kagiban.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status.Code;

/** Lets a call in where its caller is known, at this moment, and of a role that may make it. */
final class CallerGate implements ServerInterceptor {
  private final Access access;
  private final Admissions admissions;

  CallerGate(Access access, Admissions admissions) {
    this.access = access;
    this.admissions = admissions;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    CallRecord record;
    try {
      record = letIn(call);
    } catch (ApiFault refused) {
      refused.close(call);
      return new ServerCall.Listener<>() {};
    }
    Context context = Context.current().withValue(CallRecord.KEY, record);
    return Contexts.interceptCall(context, call, headers, next);
  }

  private CallRecord letIn(ServerCall<?, ?> call) {
    String method = call.getMethodDescriptor().getFullMethodName();
    Connection connection = call.getAttributes().get(ConnectionCallers.CONNECTION);
    if (connection == null) {
      throw Standing.unknown();
    }
    KnownCaller caller = connection.standing(admissions.current()).caller();
    if (access.knows(method) && !access.allows(caller.role(), method)) {
      throw ApiFault.of(
          Code.PERMISSION_DENIED,
          "ROLE_NOT_ALLOWED",
          "a caller of role "
              + caller.role()
              + " may not call "
              + method
              + "; that takes one of "
              + access.rolesOf(method));
    }
    return new CallRecord(method, caller, connection);
  }
}
