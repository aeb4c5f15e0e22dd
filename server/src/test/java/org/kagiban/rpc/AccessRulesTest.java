package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.v1.VerificationServiceGrpc;

class AccessRulesTest {
  @TempDir private Path folder;

  /** A call that nobody thought of is nobody's, and the server says so before it serves. */
  @Test
  void start_callWithoutARule_isRefused() {
    MethodDescriptor<?, ?> added =
        VerificationServiceGrpc.getVerifyMethod().toBuilder()
            .setFullMethodName("kagiban.v1.NewService/New")
            .build();
    BindableService service =
        () ->
            ServerServiceDefinition.builder("kagiban.v1.NewService")
                .addMethod(added, ServerCalls.asyncUnaryCall((request, observer) -> {}))
                .build();
    assertThatThrownBy(() -> new EdgeServer(folder, Map.of(), service))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nobody may call kagiban.v1.NewService/New; add it to Access");
  }
}
