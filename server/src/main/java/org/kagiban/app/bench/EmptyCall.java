package org.kagiban.app.bench;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import org.jspecify.annotations.Nullable;

/** A unary call that takes nothing, does nothing and answers nothing: what gRPC itself costs. */
final class EmptyCall {
  private static final String SERVICE = "kagiban.bench.Empty";

  static final MethodDescriptor<Empty, Empty> METHOD =
      MethodDescriptor.<Empty, Empty>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Call"))
          .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .build();

  private EmptyCall() {}

  static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            METHOD,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  observer.onNext(Empty.getDefaultInstance());
                  observer.onCompleted();
                }))
        .build();
  }

  /** These calls over some connections, in turn. */
  static Calls calls(Connections connections) {
    return end -> {
      Channel channel = connections.next();
      ClientCalls.asyncUnaryCall(
          channel.newCall(METHOD, CallOptions.DEFAULT),
          Empty.getDefaultInstance(),
          new Answered<Empty>(end) {
            @Override
            @Nullable String problem(Empty response) {
              return null;
            }
          });
    };
  }
}
