package org.kagiban.app;

import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Every method that a running server serves, as it tells by server reflection. */
final class ServedMethods {
  private ServedMethods() {}

  static List<MethodDescriptor<?, ?>> of(Channel channel) throws Exception {
    List<MethodDescriptor<?, ?>> methods = new ArrayList<>();
    for (String service : services(channel)) {
      methods.addAll(generated(service).getMethods());
    }
    return methods;
  }

  private static List<String> services(Channel channel) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse value) {
                    answer.complete(value);
                  }

                  @Override
                  public void onError(Throwable thrown) {
                    answer.completeExceptionally(thrown);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onCompleted();
    return answer.get(60, TimeUnit.SECONDS).getListServicesResponse().getServiceList().stream()
        .map(ServiceResponse::getName)
        .toList();
  }

  private static ServiceDescriptor generated(String service) throws ReflectiveOperationException {
    String name =
        service.startsWith("kagiban.") ? "org." + service + "Grpc" : "io." + service + "Grpc";
    return (ServiceDescriptor) Class.forName(name).getMethod("getServiceDescriptor").invoke(null);
  }
}
