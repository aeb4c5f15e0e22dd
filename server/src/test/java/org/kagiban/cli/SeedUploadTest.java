package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ClientCallStreamObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.v1.UploadSeedsHeader;
import org.kagiban.v1.UploadSeedsRequest;

/** Flow control, with a call whose readiness is chosen here. */
final class SeedUploadTest {
  private static final int FILE_BYTES = 3_000_000;

  @TempDir private Path folder;

  @Test
  void pump_callNotReady_waitsWithTheRestOfTheFile() throws IOException {
    SlowCall call = new SlowCall();
    upload().beforeStart(call);

    call.becomeReadyFor(3);
    assertThat(call.sent).hasSize(3);
    assertThat(call.sent.get(0).hasHeader()).isTrue();

    call.becomeReadyFor(2);
    assertThat(call.sent).hasSize(5);
    assertThat(call.completed).isFalse();

    call.becomeReadyFor(1000);
    assertThat(call.completed).isTrue();
    assertThat(call.sent.stream().mapToInt(request -> request.getChunk().size()).sum())
        .isEqualTo(FILE_BYTES);
  }

  private SeedUpload upload() throws IOException {
    Path file = Files.write(folder.resolve("seeds.xml"), new byte[FILE_BYTES]);
    Output output = new Output(new PrintWriter(new StringWriter(), true), false);
    return new SeedUpload(
        UploadSeedsHeader.getDefaultInstance(),
        file,
        RefusalReport.to(null, output),
        UploadProgress.of(file, Clock.systemUTC(), true));
  }

  private static final class SlowCall extends ClientCallStreamObserver<UploadSeedsRequest> {
    private final List<UploadSeedsRequest> sent = new ArrayList<>();
    private Runnable onReady = () -> {};
    private boolean completed;
    private int room;

    void becomeReadyFor(int messages) {
      room = messages;
      onReady.run();
    }

    @Override
    public boolean isReady() {
      return room > 0;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void onNext(UploadSeedsRequest request) {
      room--;
      sent.add(request);
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      throw new AssertionError(message, cause);
    }

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
