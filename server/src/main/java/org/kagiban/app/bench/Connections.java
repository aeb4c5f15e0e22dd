package org.kagiban.app.bench;

import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections to one port of the loopback interface, used in turn. Thread-safe. */
final class Connections implements AutoCloseable {
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  Connections(int count, int port, ChannelCredentials credentials) {
    for (int i = 0; i < count; i++) {
      channels.add(
          Grpc.newChannelBuilderForAddress("127.0.0.1", port, credentials)
              .directExecutor()
              .disableRetry()
              .build());
    }
  }

  Channel next() {
    return channels.get(Math.floorMod(turn.getAndIncrement(), channels.size()));
  }

  List<? extends Channel> all() {
    return channels;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : channels) {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
