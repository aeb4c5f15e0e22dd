package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.rpc.CeremonyRpcTest.ID;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.ComponentCheck;
import org.kagiban.v1.GetCeremonyRequest;
import org.kagiban.v1.RunCeremonyRequest;
import org.kagiban.v1.RunCeremonyResponse;

/** The stream of RunCeremony, with a desk that does what the test says. */
class RunCeremonyTest {
  @TempDir private Path folder;
  private final FakeDesk desk = new FakeDesk(CeremonyRpcTest.ceremony());
  private EdgeServer edge;

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeServer(folder, Map.of(), new CeremonyRpc(desk));
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private static RunCeremonyRequest.Builder request() {
    return RunCeremonyRequest.newBuilder()
        .setCeremonyId(ID.toString())
        .setSignature(CeremonyRpcTest.signature());
  }

  private Iterator<RunCeremonyResponse> run() throws Exception {
    return CeremonyServiceGrpc.newBlockingStub(edge.as(DevCaller.CUSTODIAN_1))
        .withDeadlineAfter(120, TimeUnit.SECONDS)
        .runCeremony(request().build());
  }

  @Test
  void run_tellsHowItGoesAndEndsWithTheCeremony() throws Exception {
    desk.work =
        listener -> {
          listener.progress("loading", 1, 2);
          listener.refused(7, "VSST00000007", "SEED_DIFFERS", "another seed");
        };
    List<RunCeremonyResponse> told = new ArrayList<>();
    run().forEachRemaining(told::add);
    assertThat(told).hasSize(3);
    assertThat(told.get(0).getProgress().getStep()).isEqualTo("loading");
    assertThat(told.get(0).getProgress().getTotal()).isEqualTo(2);
    assertThat(told.get(1).getRefusal().getTokenId()).isEqualTo("VSST00000007");
    assertThat(told.get(2).getCeremony().getCeremonyId()).isEqualTo(ID.toString());
  }

  @Test
  void run_bringsKeyAndComponentsAlong() throws Exception {
    Iterator<RunCeremonyResponse> answers =
        CeremonyServiceGrpc.newBlockingStub(edge.as(DevCaller.CUSTODIAN_1))
            .withDeadlineAfter(120, TimeUnit.SECONDS)
            .runCeremony(
                request()
                    .setWrappedKey(ByteString.copyFrom(new byte[384]))
                    .addComponents(
                        ComponentCheck.newBuilder()
                            .setCustodian("a.sato")
                            .setKcv(ByteString.copyFrom(new byte[] {1, 2, 3})))
                    .build());
    assertThat(answers.next().hasCeremony()).isTrue();
    assertThat(desk.input.wrappedKey()).hasSize(384);
    assertThat(desk.input.components().get(0).custodian()).isEqualTo("a.sato");
    assertThat(desk.input.components().get(0).kcv()).containsExactly(1, 2, 3);
  }

  @Test
  void run_refused_isToldWhy() throws Exception {
    desk.work =
        listener -> {
          throw new CeremonyRefusedException("APPROVALS_MISSING", "it needs 1 more");
        };
    Told told = Told.by(run()::hasNext);
    assertThat(told.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(told.reason()).isEqualTo("APPROVALS_MISSING");
  }

  @Test
  void run_whileItRuns_isToldSoAndCanBeLookedAtMeanwhile() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    desk.work =
        listener -> {
          begun.countDown();
          assertThat(go.await(120, TimeUnit.SECONDS)).isTrue();
        };
    Iterator<RunCeremonyResponse> first = run();
    assertThat(begun.await(120, TimeUnit.SECONDS)).isTrue();

    Told told = Told.by(run()::hasNext);
    assertThat(told.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(told.reason()).isEqualTo("RUN_IN_PROGRESS");
    assertThat(
            CeremonyServiceGrpc.newBlockingStub(edge.as(DevCaller.AUDITOR))
                .getCeremony(GetCeremonyRequest.newBuilder().setCeremonyId(ID.toString()).build())
                .hasCeremony())
        .isTrue();

    go.countDown();
    assertThat(first.next().hasCeremony()).isTrue();
    assertThat(first.hasNext()).isFalse();
    assertThat(run().next().hasCeremony()).isTrue();
  }

  @Test
  void run_callerGoesAway_goesOnInTheServer() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CompletableFuture<Integer> done = new CompletableFuture<>();
    desk.work =
        listener -> {
          assertThat(gone.await(120, TimeUnit.SECONDS)).isTrue();
          int told = 0;
          for (; told < 50_000; told++) {
            listener.refused(told, "", "SEED_DIFFERS", "x".repeat(200));
            listener.progress("loading", told, 50_000);
          }
          done.complete(told);
        };
    Slow caller = new Slow();
    CeremonyServiceGrpc.newStub(edge.as(DevCaller.CUSTODIAN_1))
        .runCeremony(request().build(), caller);
    await().until(() -> desk.acts.size() == 1);
    caller.stream.join().cancel("enough", null);
    gone.countDown();
    assertThat(done.get(120, TimeUnit.SECONDS)).isEqualTo(50_000);
    desk.work = listener -> {};
    await().ignoreExceptions().until(() -> run().next().hasCeremony());
  }

  /** A caller that does not read holds a run up; nothing piles up in the server. */
  @Test
  void run_callerDoesNotRead_waitsAndThenDeliversEveryRefusal() throws Exception {
    int many = 50_000;
    AtomicInteger sent = new AtomicInteger();
    CompletableFuture<Thread> performer = new CompletableFuture<>();
    desk.work =
        listener -> {
          performer.complete(Thread.currentThread());
          for (int i = 1; i <= many; i++) {
            listener.refused(i, "VSST00000001", "SEED_DIFFERS", "x".repeat(200));
            sent.incrementAndGet();
          }
        };
    Slow caller = new Slow();
    CeremonyServiceGrpc.newStub(edge.as(DevCaller.CUSTODIAN_1))
        .runCeremony(request().build(), caller);
    await().until(() -> performer.get().getState() == Thread.State.TIMED_WAITING);
    assertThat(sent.get()).isLessThan(many);
    caller.stream.join().request(many + 1);
    caller.end.get(120, TimeUnit.SECONDS);
    assertThat(caller.refusals.get()).isEqualTo(many);
  }

  /** Reads one message, and more only when told. */
  private static final class Slow
      implements ClientResponseObserver<RunCeremonyRequest, RunCeremonyResponse> {
    final CompletableFuture<ClientCallStreamObserver<RunCeremonyRequest>> stream =
        new CompletableFuture<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();
    final AtomicInteger refusals = new AtomicInteger();

    @Override
    public void beforeStart(ClientCallStreamObserver<RunCeremonyRequest> call) {
      call.disableAutoRequestWithInitial(1);
      stream.complete(call);
    }

    @Override
    public void onNext(RunCeremonyResponse response) {
      if (response.hasRefusal()) {
        refusals.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable thrown) {
      end.completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }
  }
}
