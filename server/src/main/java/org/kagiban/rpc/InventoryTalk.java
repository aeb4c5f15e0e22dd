package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.kagiban.audit.EventId;
import org.kagiban.audit.reconcile.InventorySource;
import org.kagiban.audit.reconcile.Item;
import org.kagiban.v1.InventoryItem;
import org.kagiban.v1.TakeInventoryResponse;

/** Tells the caller what an inventory finds, some items to a message. Of one call. */
final class InventoryTalk implements InventorySource.Listener {
  private static final int ITEMS = 100;

  private final ResponseStream<TakeInventoryResponse> output;
  private final TakeInventoryResponse.Builder first;
  private TakeInventoryResponse.Builder next = TakeInventoryResponse.newBuilder();

  InventoryTalk(
      ResponseStream<TakeInventoryResponse> output, EventId event, Instant time, String partition) {
    this.output = output;
    this.first =
        TakeInventoryResponse.newBuilder()
            .setEventId(event.toString())
            .setTime(
                Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
            .setPartition(partition);
  }

  @Override
  public void total(long items) {
    output.send(first.setTotal(items).build());
  }

  @Override
  public void found(Item item) {
    next.addItems(view(item));
    if (next.getItemsCount() == ITEMS) {
      flush();
    }
  }

  /** Sends what waits for company; last. */
  void flush() {
    if (next.getItemsCount() > 0) {
      output.send(next.build());
      next = TakeInventoryResponse.newBuilder();
    }
  }

  private static InventoryItem view(Item item) {
    return InventoryItem.newBuilder()
        .setWhere(
            switch (item.where()) {
              case PARTITION -> InventoryItem.Where.WHERE_PARTITION;
              case DATABASE -> InventoryItem.Where.WHERE_DATABASE;
              case TOKEN -> InventoryItem.Where.WHERE_TOKEN;
            })
        .setKind(item.kind())
        .setLabel(item.label())
        .setId(item.id())
        .putAllAttributes(item.attributes())
        .setKcv(ByteString.copyFrom(item.kcv()))
        .setKcvMethod(item.kcvMethod())
        .setKek(item.kek())
        .setProblem(item.problem())
        .setRetired(item.retired())
        .setSeedRef(item.seedRef())
        .build();
  }
}
