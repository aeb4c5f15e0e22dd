package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.audit.note.TestSigner;
import org.kagiban.audit.proof.TlogProof;
import org.kagiban.audit.reconcile.InventorySource;
import org.kagiban.audit.reconcile.Item;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.Institution;
import org.kagiban.v1.AuditServiceGrpc;
import org.kagiban.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import org.kagiban.v1.ExportLogRequest;
import org.kagiban.v1.GetCheckpointRequest;
import org.kagiban.v1.GetCheckpointResponse;
import org.kagiban.v1.GetEventRequest;
import org.kagiban.v1.GetEventResponse;
import org.kagiban.v1.TakeInventoryRequest;
import org.kagiban.v1.TakeInventoryResponse;

/** AuditService over TLS, on a real log. */
class AuditRpcTest {
  private static final String OURS = EdgeServer.OURS.id();
  private static final Institution THEIRS = new Institution("other-cu");

  @TempDir private Path folder;
  private TestLog log;
  private EdgeServer edge;
  private volatile Runnable beforeItems = () -> {};

  @BeforeEach
  void start() throws Exception {
    log = new TestLog(folder, TestSigner.of("log.example"));
    serve(Set.of(EdgeServer.OURS));
  }

  private void serve(Set<Institution> institutions) throws Exception {
    InventorySource inventory =
        new InventorySource() {
          @Override
          public String partition() {
            return "vault";
          }

          @Override
          public void take(boolean deep, Listener listener) {
            listener.total(250);
            beforeItems.run();
            for (int i = 0; i < 250; i++) {
              listener.found(Item.row("T" + i, "kek-1", new byte[] {1}, "m", deep ? "deep" : ""));
            }
          }
        };
    AuditDomain domain = new AuditDomain(log, log.journal, inventory, institutions);
    edge = new EdgeServer(folder, Map.of(), domain.service());
  }

  @AfterEach
  void stop() {
    assertThat(edge.breaches).isEmpty();
    edge.close();
    log.close();
  }

  private AuditServiceBlockingStub as(DevCaller caller) throws Exception {
    return AuditServiceGrpc.newBlockingStub(edge.as(caller));
  }

  private GetEventResponse event(DevCaller caller, EventId id) throws Exception {
    return as(caller).getEvent(byId(id));
  }

  private static GetEventRequest byId(EventId id) {
    return GetEventRequest.newBuilder().setEventId(id.toString()).build();
  }

  @Test
  void getCheckpoint_anybody_getsWhatIsSignedAndTheKey() throws Exception {
    log.add(3, OURS);
    log.sign();
    for (DevCaller caller :
        List.of(DevCaller.INTERNET_BANKING, DevCaller.HELP_DESK, DevCaller.AUDITOR)) {
      GetCheckpointResponse response =
          as(caller).getCheckpoint(GetCheckpointRequest.getDefaultInstance());
      assertThat(log.keys().open(response.getCheckpoint().toByteArray()).checkpoint().size())
          .isEqualTo(3);
      assertThat(response.getVerifierKey()).isEqualTo(log.verifierKey());
      assertThat(response.getCosigned()).isEmpty();
    }
    assertThat(log.ledger.events().size()).isEqualTo(3);
  }

  @Test
  void anything_beforeThereIsAKey_saysSo() throws Exception {
    EventId id = log.add(1, OURS);
    AuditServiceBlockingStub auditor = as(DevCaller.AUDITOR);
    for (Told told :
        List.of(
            Told.by(() -> auditor.getCheckpoint(GetCheckpointRequest.getDefaultInstance())),
            Told.by(() -> auditor.getEvent(byId(id))),
            Told.by(() -> auditor.exportLog(ExportLogRequest.getDefaultInstance()).next()))) {
      assertThat(told.code()).isEqualTo(Code.FAILED_PRECONDITION);
      assertThat(told.reason()).isEqualTo("LOG_NOT_SIGNED");
    }
  }

  @Test
  void getEvent_committedThisMoment_comesWithAProofAndIsLogged() throws Exception {
    log.add(300, OURS);
    log.sign();
    EventId id = log.add(1, OURS);
    GetEventResponse response = event(DevCaller.AUDITOR, id);
    assertThat(response.getIndex()).isEqualTo(300);
    TlogProof proof = TlogProof.parse(response.getProof().toByteArray());
    assertThat(proof.index()).isEqualTo(300);
    proof.verify(log.keys(), response.getEntry().toByteArray());

    AuditEvent read = log.events(EventKind.LOG_READ).get(0);
    assertThat(read.text(EventField.CALLER)).isEqualTo(DevCaller.AUDITOR.id());
    assertThat(read.text(EventField.OPERATION)).isEqualTo("get-event");
    assertThat(read.text(EventField.INSTITUTION)).isEqualTo(OURS);
    assertThat(read.number(EventField.FIRST)).isEqualTo(300);
    assertThat(read.number(EventField.RECORDS)).isEqualTo(1);
    assertThat(read.number(EventField.SIZE)).isEqualTo(301);
    assertThat(read.chain()).isNull();
  }

  @Test
  void getEvent_byIndex_isTheSame() throws Exception {
    EventId id = log.add(7, OURS);
    log.sign();
    GetEventResponse byIndex =
        as(DevCaller.HELP_DESK).getEvent(GetEventRequest.newBuilder().setIndex(6).build());
    assertThat(byIndex.getEntry()).isEqualTo(event(DevCaller.HELP_DESK, id).getEntry());
  }

  @Test
  void getEvent_ofAnotherInstitution_looksAsIfThereWereNone() throws Exception {
    edge.close();
    serve(Set.of(EdgeServer.OURS, THEIRS));
    EventId theirs = log.add(1, THEIRS.id());
    EventId nobodys = log.journal.write(EventKind.LOG_STARTED, event -> event).join();
    log.sign();
    AuditServiceBlockingStub channel = as(DevCaller.INTERNET_BANKING);
    AuditServiceBlockingStub auditor = as(DevCaller.AUDITOR);
    Told none = Told.by(() -> channel.getEvent(byId(new EventId(theirs.sibling(9).value()))));
    assertThat(none.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(none.reason()).isEqualTo("EVENT_NOT_FOUND");
    for (Told told :
        List.of(
            Told.by(() -> channel.getEvent(byId(theirs))),
            Told.by(() -> channel.getEvent(byId(nobodys))),
            Told.by(() -> channel.getEvent(GetEventRequest.newBuilder().setIndex(0).build())),
            Told.by(() -> channel.getEvent(GetEventRequest.newBuilder().setIndex(9).build())),
            Told.by(() -> auditor.getEvent(byId(theirs))))) {
      assertThat(told).isEqualTo(none);
    }
    assertThat(log.events(EventKind.LOG_READ)).isEmpty();
    assertThat(auditor.getEvent(byId(nobodys)).getIndex()).isEqualTo(1);
  }

  @Test
  void getEvent_fieldsThatBreakTheirRule_areNamed() throws Exception {
    AuditServiceBlockingStub auditor = as(DevCaller.AUDITOR);
    for (GetEventRequest request :
        List.of(
            GetEventRequest.getDefaultInstance(),
            GetEventRequest.newBuilder().setIndex(-1).build(),
            GetEventRequest.newBuilder().setEventId("x").build(),
            GetEventRequest.newBuilder().setEventId(UUID.randomUUID().toString()).build())) {
      Told told = Told.by(() -> auditor.getEvent(request));
      assertThat(told.reason()).isEqualTo("FIELD_INVALID");
      assertThat(told.violations()).hasSize(1);
    }
  }

  @Test
  void log_whoseFilesAreDamaged_isUnreadable() throws Exception {
    EventId id = log.add(300, OURS);
    log.sign();
    Files.write(folder.resolve("log/tile/entries/001.p/44"), new byte[] {0, 1, 2});
    Told told = Told.by(() -> event(DevCaller.AUDITOR, id));
    assertThat(told.code()).isEqualTo(Code.DATA_LOSS);
    assertThat(told.reason()).isEqualTo("LOG_UNREADABLE");
  }

  @Test
  void everything_toAnAuditorOfSomeInstitutionsOnly_isRefused() throws Exception {
    edge.close();
    serve(Set.of(EdgeServer.OURS, THEIRS));
    log.add(1, OURS);
    log.sign();
    AuditServiceBlockingStub auditor = as(DevCaller.AUDITOR);
    for (Told told :
        List.of(
            Told.by(() -> auditor.exportLog(ExportLogRequest.getDefaultInstance()).next()),
            Told.by(
                () -> auditor.takeInventory(TakeInventoryRequest.getDefaultInstance()).next()))) {
      assertThat(told.code()).isEqualTo(Code.PERMISSION_DENIED);
      assertThat(told.reason()).isEqualTo("INSTITUTIONS_NOT_ALL");
    }
    assertThat(log.ledger.events().size()).isEqualTo(1);
  }

  @Test
  void reading_thatCannotBeLogged_doesNotHappen() throws Exception {
    EventId id = log.add(1, OURS);
    log.sign();
    log.ledger.close();
    AuditServiceBlockingStub auditor = as(DevCaller.AUDITOR);
    GetEventRequest settled = GetEventRequest.newBuilder().setIndex(0).build();
    assertThat(Told.by(() -> auditor.getEvent(settled)).reason()).isEqualTo("STORE_UNAVAILABLE");
    assertThat(id).isNotNull();
    assertThat(
            Told.by(() -> auditor.takeInventory(TakeInventoryRequest.getDefaultInstance()).next())
                .reason())
        .isEqualTo("STORE_UNAVAILABLE");
  }

  private static List<TakeInventoryResponse> rest(Iterator<TakeInventoryResponse> answer) {
    List<TakeInventoryResponse> rest = new ArrayList<>();
    answer.forEachRemaining(rest::add);
    return rest;
  }

  @Test
  void takeInventory_isLoggedFirstAndComesWhole() throws Exception {
    log.add(1, OURS);
    Iterator<TakeInventoryResponse> answer =
        as(DevCaller.AUDITOR)
            .takeInventory(TakeInventoryRequest.newBuilder().setDeep(true).build());
    TakeInventoryResponse head = answer.next();
    AuditEvent event = log.events(EventKind.HSM_INVENTORY).get(0);
    assertThat(event.id().toString()).isEqualTo(head.getEventId());
    assertThat(event.text(EventField.OPERATION)).isEqualTo("inventory-deep");
    assertThat(event.text(EventField.PARTITION)).isEqualTo("vault");
    assertThat(head.getTotal()).isEqualTo(250);
    assertThat(head.getTime().getSeconds()).isPositive();
    List<TakeInventoryResponse> rest = rest(answer);
    assertThat(rest.stream().flatMap(one -> one.getItemsList().stream()))
        .hasSize(250)
        .allSatisfy(item -> assertThat(item.getProblem()).isEqualTo("deep"));
  }

  @Test
  void takeInventory_whileAnotherIsTaken_isRefused() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    beforeItems =
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    AuditServiceBlockingStub auditor = as(DevCaller.AUDITOR);
    TakeInventoryRequest request = TakeInventoryRequest.getDefaultInstance();
    Iterator<TakeInventoryResponse> first = auditor.takeInventory(request);
    assertThat(first.next().getPartition()).isEqualTo("vault");
    assertThat(Told.by(() -> auditor.takeInventory(request).next()).reason())
        .isEqualTo("INVENTORY_IN_PROGRESS");
    go.countDown();
    assertThat(rest(first)).hasSize(3);
    assertThat(auditor.takeInventory(request).next().getTotal()).isEqualTo(250);
  }
}
