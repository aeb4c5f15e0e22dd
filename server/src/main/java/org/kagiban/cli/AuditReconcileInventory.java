package org.kagiban.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Consumer;
import org.kagiban.audit.reconcile.Item;
import org.kagiban.v1.AuditServiceGrpc;
import org.kagiban.v1.InventoryItem;
import org.kagiban.v1.TakeInventoryRequest;
import org.kagiban.v1.TakeInventoryResponse;

/**
 * What the server found, in a file: the log is read after it, and a million items need not fit into
 * memory. Holds nothing secret.
 */
final class AuditReconcileInventory implements AutoCloseable {
  private final Path file;
  private final TakeInventoryResponse head;
  private final long items;

  private AuditReconcileInventory(Path file, TakeInventoryResponse head, long items) {
    this.file = file;
    this.head = head;
    this.items = items;
  }

  static AuditReconcileInventory take(Session session, boolean deep, Progress progress) {
    // No deadline: how long it takes is the HSM's to say, and a dead connection ends it.
    Iterator<TakeInventoryResponse> answer =
        AuditServiceGrpc.newBlockingStub(session.channel())
            .takeInventory(TakeInventoryRequest.newBuilder().setDeep(deep).build());
    if (!answer.hasNext()) {
      throw new CliException(Exit.REFUSED, "the server sent an empty inventory");
    }
    TakeInventoryResponse head = answer.next();
    try {
      Path file = Files.createTempFile("kagiban-inventory", "");
      return new AuditReconcileInventory(file, head, spool(head, answer, file, progress));
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot write the inventory to a temporary file: " + e, e);
    }
  }

  private static long spool(
      TakeInventoryResponse head,
      Iterator<TakeInventoryResponse> answer,
      Path file,
      Progress progress)
      throws IOException {
    long items = 0;
    progress.at("taking the inventory", 0, head.getTotal());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      while (answer.hasNext()) {
        for (InventoryItem item : answer.next().getItemsList()) {
          item.writeDelimitedTo(out);
          items++;
        }
        progress.at("taking the inventory", items, Math.max(items, head.getTotal()));
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return items;
  }

  /** The server's event of this inventory. */
  UUID event() {
    try {
      return UUID.fromString(head.getEventId());
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.REFUSED, "the server gave no event of its inventory", e);
    }
  }

  String partition() {
    return head.getPartition();
  }

  void forEach(Consumer<Item> each, Progress progress) {
    long done = 0;
    progress.at("comparing", 0, items);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      InventoryItem next = InventoryItem.parseDelimitedFrom(in);
      while (next != null) {
        each.accept(item(next));
        done++;
        progress.at("comparing", done, items);
        next = InventoryItem.parseDelimitedFrom(in);
      }
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot read the inventory's temporary file: " + e, e);
    }
  }

  private static Item item(InventoryItem item) {
    return new Item(
        switch (item.getWhere()) {
          case WHERE_PARTITION -> Item.Where.PARTITION;
          case WHERE_DATABASE -> Item.Where.DATABASE;
          case WHERE_TOKEN -> Item.Where.TOKEN;
          case WHERE_UNSPECIFIED, UNRECOGNIZED ->
              throw new CliException(
                  Exit.REFUSED, "the inventory has an item that this version does not know");
        },
        item.getKind(),
        item.getLabel(),
        item.getId(),
        item.getAttributesMap(),
        item.getKcv().toByteArray(),
        item.getKcvMethod(),
        item.getKek(),
        item.getProblem(),
        item.getRetired(),
        item.getSeedRef());
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is temporary and holds nothing secret.
    }
  }
}
