package org.kagiban.rpc;

import io.grpc.BindableService;
import io.grpc.ServerStreamTracer;
import java.util.List;
import java.util.Set;

/**
 * What the wiring adds to the gRPC server.
 *
 * @param services more services, open to every caller
 * @param tracers told of each call, those that are refused too
 */
public record RpcExtras(List<BindableService> services, List<CallTracer> tracers) {
  public static final RpcExtras NONE = new RpcExtras(List.of(), List.of());

  public RpcExtras {
    services = List.copyOf(services);
    tracers = List.copyOf(tracers);
  }

  /** Makes what is told of calls. */
  @FunctionalInterface
  public interface CallTracer {
    /**
     * @param methods full names of all that is served; a caller may name any other
     */
    ServerStreamTracer.Factory of(Set<String> methods);
  }
}
