package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.EventId;
import org.kagiban.custody.LoadListener;
import org.kagiban.custody.SeedFileException;
import org.kagiban.custody.SeedUploads;
import org.kagiban.custody.UploadReport;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.Institution;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.UploadSeedsHeader;
import org.kagiban.v1.UploadSeedsRequest;
import org.kagiban.v1.UploadSeedsResponse;
import org.kagiban.verification.Caller;

/** The stream of UploadSeeds, with a check that does what the test says. */
class UploadSeedsTest {
  private static final UploadReport REPORT =
      new UploadReport("ab".repeat(32), 3, 2, 1, EventId.at(Instant.ofEpochSecond(1)));

  @TempDir private Path folder;
  private volatile SeedUploads uploads = this::readAll;
  private volatile byte[] read = {};
  private volatile Thread loader = Thread.currentThread();
  private final CompletableFuture<IOException> brokenOff = new CompletableFuture<>();
  private EdgeServer edge;

  @BeforeEach
  void start() throws Exception {
    SeedUploads dispatch =
        (caller, institution, name, file, listener) -> {
          loader = Thread.currentThread();
          return uploads.upload(caller, institution, name, file, listener);
        };
    edge =
        new EdgeServer(
            folder, Map.of(), new SeedRpc(() -> new byte[] {1}, new Uploads(dispatch, "vault")));
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
  }

  private UploadReport readAll(
      Caller caller, Institution institution, String name, InputStream file, LoadListener listener)
      throws SeedFileException {
    try {
      read = file.readAllBytes();
      listener.progress(6);
      return REPORT;
    } catch (IOException e) {
      brokenOff.complete(e);
      throw new SeedFileException("broke off", e);
    }
  }

  /** One call, driven by hand. */
  private final class Upload
      implements ClientResponseObserver<UploadSeedsRequest, UploadSeedsResponse> {
    final List<UploadSeedsResponse> responses = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<ClientCallStreamObserver<UploadSeedsRequest>> requests =
        new CompletableFuture<>();
    private final boolean reads;

    Upload(boolean reads) throws IOException {
      this.reads = reads;
      var unused = SeedServiceGrpc.newStub(edge.as(DevCaller.CUSTODIAN_1)).uploadSeeds(this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<UploadSeedsRequest> stream) {
      if (!reads) {
        stream.disableAutoRequestWithInitial(1);
      }
      requests.complete(stream);
    }

    @Override
    public void onNext(UploadSeedsResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable thrown) {
      end.completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }

    ClientCallStreamObserver<UploadSeedsRequest> stream() {
      return requests.join();
    }

    Upload header(String institution) {
      UploadSeedsHeader header =
          UploadSeedsHeader.newBuilder().setInstitution(institution).setFileName("a.xml").build();
      stream().onNext(UploadSeedsRequest.newBuilder().setHeader(header).build());
      return this;
    }

    Upload chunk(byte[] bytes) {
      stream().onNext(UploadSeedsRequest.newBuilder().setChunk(ByteString.copyFrom(bytes)).build());
      return this;
    }

    Upload done() {
      stream().onCompleted();
      return this;
    }

    void finish() throws Exception {
      try {
        end.get(120, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }
  }

  @Test
  void upload_manyChunks_arriveInOrderAndEndWithASummary() throws Exception {
    byte[] file = new byte[9_000_000];
    new Random(1).nextBytes(file);
    Upload load = new Upload(true).header("sample-cu");
    for (int at = 0; at < file.length; at += 700_000) {
      load.chunk(Arrays.copyOfRange(file, at, Math.min(file.length, at + 700_000)));
    }
    load.done().finish();
    assertThat(read).isEqualTo(file);
    assertThat(load.responses).hasSize(2);
    assertThat(load.responses.get(0).getProgress().getBytes()).isEqualTo(file.length);
    assertThat(load.responses.get(1).getSummary().getGood()).isEqualTo(3);
    assertThat(load.responses.get(1).getSummary().getSha256().toByteArray())
        .hasSize(32)
        .containsOnly(0xab);
    assertThat(load.responses.get(1).getSummary().getPartition()).isEqualTo("vault");
    assertThat(load.responses.get(1).getSummary().getEventId())
        .isEqualTo(REPORT.event().toString());
  }

  @Test
  void upload_withoutHeader_isRefused() throws Exception {
    Upload chunkFirst = new Upload(true).chunk(new byte[1]);
    Told told = Told.by(chunkFirst::finish);
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.violations()).containsExactly("header: is missing; send it first, then chunks");
    assertThat(Told.by(new Upload(true).done()::finish).violations()).hasSize(1);
    UploadSeedsRequest nothing = UploadSeedsRequest.getDefaultInstance();
    Upload empty = new Upload(true);
    empty.stream().onNext(nothing);
    assertThat(Told.by(empty::finish).violations())
        .containsExactly("part: must be set: header first, then chunk");
  }

  @Test
  void upload_secondHeader_isRefused() throws Exception {
    Upload load = new Upload(true).header("sample-cu").header("sample-cu");
    assertThat(Told.by(load::finish).violations())
        .containsExactly("header: came before; send it once, first");
  }

  @Test
  void upload_chunkTooLarge_isRefused() throws Exception {
    Upload load = new Upload(true).header("sample-cu").chunk(new byte[UploadSession.MAX_CHUNK + 1]);
    assertThat(Told.by(load::finish).violations())
        .containsExactly("chunk: must be at most 1 MiB; send smaller ones");
  }

  @Test
  void upload_institutionOutOfSight_isNotFound() throws Exception {
    assertThat(Told.by(new Upload(true).header("other-cu")::finish).reason())
        .isEqualTo("INSTITUTION_NOT_FOUND");
    assertThat(Told.by(new Upload(true).header("no spaces")::finish).violations()).hasSize(1);
  }

  @Test
  void upload_fileThatIsNone_isToldWhy() throws Exception {
    uploads =
        (caller, institution, name, file, listener) -> {
          throw new SeedFileException("not a PSKC file; seal it first");
        };
    Told told = Told.by(new Upload(true).header("sample-cu").done()::finish);
    assertThat(told.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(told.reason()).isEqualTo("SEED_FILE_REFUSED");
    assertThat(told.message()).isEqualTo("not a PSKC file; seal it first");
  }

  @Test
  void upload_whileAnotherRuns_isRefusedUntilThatEnds() throws Exception {
    Upload first = new Upload(true).header("sample-cu");
    await().until(() -> loader.getName().equals("seed-upload"));
    Told told = Told.by(new Upload(true).header("sample-cu")::finish);
    assertThat(told.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(told.reason()).isEqualTo("UPLOAD_IN_PROGRESS");
    first.done().finish();
    new Upload(true).header("sample-cu").done().finish();
  }

  @Test
  void upload_cancelled_stopsAndMakesRoomForTheNext() throws Exception {
    Upload first = new Upload(true).header("sample-cu").chunk(new byte[10]);
    await().until(() -> loader.getName().equals("seed-upload"));
    first.stream().cancel("enough", null);
    assertThat(brokenOff.get(120, TimeUnit.SECONDS)).hasRootCauseMessage("the caller has gone");
    loader.join(30_000);
    new Upload(true).header("sample-cu").done().finish();
  }

  /** A caller that does not read holds the check up; nothing piles up in the server. */
  @Test
  void upload_callerDoesNotRead_waitsAndThenDeliversAll() throws Exception {
    int many = 50_000;
    AtomicInteger sent = new AtomicInteger();
    uploads =
        (caller, institution, name, file, listener) -> {
          for (int i = 1; i <= many; i++) {
            listener.refused(i, "VSST00000001", "SEED_DIFFERS", "x".repeat(200));
            sent.incrementAndGet();
          }
          return REPORT;
        };
    Upload load = new Upload(false).header("sample-cu").done();
    await().until(() -> loader.getState() == Thread.State.TIMED_WAITING);
    assertThat(sent.get()).isLessThan(many);
    load.stream().request(many + 1);
    load.finish();
    assertThat(load.responses).hasSize(many + 1);
    assertThat(load.responses.get(many - 1).getRefusal().getRecord()).isEqualTo(many);
  }
}
