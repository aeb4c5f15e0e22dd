package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.log.LogView;
import org.kagiban.audit.note.SignedCheckpoint;
import org.kagiban.audit.reconcile.InventorySource;
import org.kagiban.rpc.EventLookup.Found;
import org.kagiban.v1.AuditServiceGrpc;
import org.kagiban.v1.ExportLogRequest;
import org.kagiban.v1.ExportLogResponse;
import org.kagiban.v1.GetCheckpointRequest;
import org.kagiban.v1.GetCheckpointResponse;
import org.kagiban.v1.GetEventRequest;
import org.kagiban.v1.GetEventResponse;
import org.kagiban.v1.TakeInventoryRequest;
import org.kagiban.v1.TakeInventoryResponse;
import org.kagiban.verification.OverloadedException;

/** AuditService. */
final class AuditRpc extends AuditServiceGrpc.AuditServiceImplBase {
  private static final int MOST_EXPORTS = 4;

  private final LogView log;
  private final InventorySource inventory;
  private final AuditSight sight;
  private final AuditEvents events;
  private final EventLookup lookup;
  private final AuditThreads threads = new AuditThreads();
  private final Semaphore exports = new Semaphore(MOST_EXPORTS);
  private final Semaphore inventories = new Semaphore(1);

  AuditRpc(AuditDomain domain) {
    log = domain.log();
    inventory = domain.inventory();
    sight = new AuditSight(domain.institutions());
    events = new AuditEvents(domain.journal());
    lookup = new EventLookup(log);
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> observer) {
    Reply.with(observer, threads.read(this::newest), response -> response);
  }

  private GetCheckpointResponse newest() throws IOException {
    byte[] cosigned = log.cosigned();
    SignedCheckpoint checkpoint = log.checkpoint();
    String key = log.verifierKey();
    if (checkpoint == null || key == null) {
      throw AuditFaults.notSigned();
    }
    return GetCheckpointResponse.newBuilder()
        .setCheckpoint(ByteString.copyFrom(checkpoint.note().encode()))
        .setCosigned(cosigned == null ? ByteString.EMPTY : ByteString.copyFrom(cosigned))
        .setVerifierKey(key)
        .build();
  }

  @Override
  public void getEvent(GetEventRequest request, StreamObserver<GetEventResponse> observer) {
    KnownCaller caller = CallRecord.current().known();
    AuditThreads.Reading<Found> wanted = wanted(request);
    Reply.with(
        observer,
        threads.read(wanted).thenCompose(found -> shown(caller, found)),
        AuditRpc::response);
  }

  private AuditThreads.Reading<Found> wanted(GetEventRequest request) {
    Fields fields = new Fields();
    AuditThreads.Reading<Found> wanted = () -> notFound();
    switch (request.getByCase()) {
      case EVENT_ID -> {
        EventId id = id(fields, request.getEventId());
        wanted = () -> lookup.byId(id);
      }
      case INDEX -> {
        long index = fields.size("index", request.getIndex());
        wanted = () -> lookup.byIndex(index);
      }
      case BY_NOT_SET -> fields.refuse("by", "is missing; set event_id or index");
    }
    fields.done();
    return wanted;
  }

  private static Found notFound() {
    throw AuditFaults.eventNotFound();
  }

  private static EventId id(Fields fields, String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text) && id.version() == 7) {
        return new EventId(id);
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    fields.refuse("event_id", "must be a UUID of version 7 in lower case, as answers give it");
    return new EventId(new UUID(0, 0));
  }

  /** What the caller may not see looks as if there were none. Its reading is on disk first. */
  private CompletableFuture<Found> shown(KnownCaller caller, Found found) {
    if (!sight.sees(caller, found.event())) {
      throw AuditFaults.eventNotFound();
    }
    String institution = found.event().text(EventField.INSTITUTION);
    return events
        .read(caller, found.index(), found.size(), institution)
        .thenApply(written -> found);
  }

  private static GetEventResponse response(Found found) {
    return GetEventResponse.newBuilder()
        .setIndex(found.index())
        .setEntry(ByteString.copyFrom(found.entry()))
        .setProof(ByteString.copyFrom(found.proof()))
        .build();
  }

  @Override
  public void exportLog(ExportLogRequest request, StreamObserver<ExportLogResponse> observer) {
    CallRecord call = CallRecord.current();
    sight.requireAll(call.known());
    Fields fields = new Fields();
    long from = fields.size("from_size", request.getFromSize());
    long known = fields.size("known_size", request.getKnownSize());
    if (known > 0 && known < from) {
      fields.refuse("known_size", "must be at least from_size, or 0");
    }
    fields.done();
    ResponseStream<ExportLogResponse> output = new ResponseStream<>(observer);
    if (!exports.tryAcquire()) {
      throw new OverloadedException("audit");
    }
    LogExport export = new LogExport(log, events, call.known(), output);
    AuditThreads.tell("log-export", call, output, exports, () -> export.send(request));
  }

  @Override
  public void takeInventory(
      TakeInventoryRequest request, StreamObserver<TakeInventoryResponse> observer) {
    CallRecord call = CallRecord.current();
    sight.requireAll(call.known());
    ResponseStream<TakeInventoryResponse> output = new ResponseStream<>(observer);
    if (!inventories.tryAcquire()) {
      throw AuditFaults.inventoryInProgress();
    }
    boolean deep = request.getDeep();
    AuditThreads.tell(
        "inventory", call, output, inventories, () -> take(call.known(), deep, output));
  }

  private void take(
      KnownCaller caller, boolean deep, ResponseStream<TakeInventoryResponse> output) {
    EventId event = AuditThreads.join(events.inventory(caller, deep, inventory.partition()));
    Instant time = EventLookup.time(event);
    InventoryTalk talk = new InventoryTalk(output, event, time, inventory.partition());
    inventory.take(deep, talk);
    talk.flush();
  }
}
