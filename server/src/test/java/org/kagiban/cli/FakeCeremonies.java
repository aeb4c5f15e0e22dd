package org.kagiban.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.Sha256;
import org.kagiban.v1.AbortCeremonyRequest;
import org.kagiban.v1.AbortCeremonyResponse;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.ApproveCeremonyResponse;
import org.kagiban.v1.CancelCeremonyRequest;
import org.kagiban.v1.CancelCeremonyResponse;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.CeremonyAct;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.CeremonySignature;
import org.kagiban.v1.CeremonyStatus;
import org.kagiban.v1.CustodyKey;
import org.kagiban.v1.FinishCeremonyRequest;
import org.kagiban.v1.FinishCeremonyResponse;
import org.kagiban.v1.GetCeremonyRequest;
import org.kagiban.v1.GetCeremonyResponse;
import org.kagiban.v1.ListCeremoniesRequest;
import org.kagiban.v1.ListCeremoniesResponse;
import org.kagiban.v1.ListKeysRequest;
import org.kagiban.v1.ListKeysResponse;
import org.kagiban.v1.ProposeCeremonyRequest;
import org.kagiban.v1.ProposeCeremonyResponse;
import org.kagiban.v1.RunCeremonyRequest;
import org.kagiban.v1.RunCeremonyResponse;
import org.kagiban.v1.WithdrawApprovalRequest;
import org.kagiban.v1.WithdrawApprovalResponse;

/** Ceremonies as a test lays them out; keeps what is asked. */
final class FakeCeremonies extends CeremonyServiceGrpc.CeremonyServiceImplBase {
  final List<Message> requests = new ArrayList<>();
  final List<Ceremony> ceremonies = new ArrayList<>();
  final List<RunCeremonyResponse> onTheWay = new ArrayList<>();
  private @Nullable StatusRuntimeException failure;

  FakeCeremonies failing(StatusRuntimeException with) {
    failure = with;
    return this;
  }

  /** A ceremony of this file that waits, or has all its approvals. */
  static Ceremony proposed(String id, String file, int missing) {
    return Ceremony.newBuilder()
        .setCeremonyId(id)
        .setKind(file.lines().findFirst().orElse("").replace("ceremony: ", ""))
        .setFile(ByteString.copyFromUtf8(file))
        .setFileHash(ByteString.copyFrom(Sha256.of(file.getBytes(StandardCharsets.UTF_8))))
        .setStatus(CeremonyStatus.CEREMONY_STATUS_PROPOSED)
        .setApprovalsMissing(missing)
        .setSummary("as the server puts it")
        .setTranscript("transcript: v1\n")
        .addActs(
            CeremonyAct.newBuilder()
                .setAct("PROPOSE")
                .setCustodian("custodian-1")
                .setPerson("a.sato")
                .setSignature(
                    CeremonySignature.newBuilder()
                        .setSignedAt(Timestamp.newBuilder().setSeconds(1_795_000_000))))
        .build();
  }

  <M extends Message> M last(Class<M> type) {
    return type.cast(requests.get(requests.size() - 1));
  }

  private <R> void answer(Message request, StreamObserver<R> observer, R response) {
    requests.add(request);
    if (failure != null && !(request instanceof GetCeremonyRequest)) {
      observer.onError(failure);
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  private Ceremony as(CeremonyStatus status) {
    return ceremonies.get(0).toBuilder().setStatus(status).setApprovalsMissing(0).build();
  }

  @Override
  public void proposeCeremony(
      ProposeCeremonyRequest request, StreamObserver<ProposeCeremonyResponse> observer) {
    Ceremony ceremony = proposed(request.getCeremonyId(), request.getFile().toStringUtf8(), 1);
    answer(request, observer, ProposeCeremonyResponse.newBuilder().setCeremony(ceremony).build());
  }

  @Override
  public void approveCeremony(
      ApproveCeremonyRequest request, StreamObserver<ApproveCeremonyResponse> observer) {
    Ceremony ceremony = as(CeremonyStatus.CEREMONY_STATUS_PROPOSED);
    answer(request, observer, ApproveCeremonyResponse.newBuilder().setCeremony(ceremony).build());
  }

  @Override
  public void withdrawApproval(
      WithdrawApprovalRequest request, StreamObserver<WithdrawApprovalResponse> observer) {
    Ceremony ceremony = ceremonies.get(0);
    answer(request, observer, WithdrawApprovalResponse.newBuilder().setCeremony(ceremony).build());
  }

  @Override
  public void cancelCeremony(
      CancelCeremonyRequest request, StreamObserver<CancelCeremonyResponse> observer) {
    Ceremony ceremony = as(CeremonyStatus.CEREMONY_STATUS_CANCELLED);
    answer(request, observer, CancelCeremonyResponse.newBuilder().setCeremony(ceremony).build());
  }

  @Override
  public void runCeremony(
      RunCeremonyRequest request, StreamObserver<RunCeremonyResponse> observer) {
    onTheWay.forEach(observer::onNext);
    boolean byServer = !ceremonies.get(0).getKind().startsWith("kek-g");
    Ceremony ceremony =
        as(
            byServer
                ? CeremonyStatus.CEREMONY_STATUS_EXECUTED
                : CeremonyStatus.CEREMONY_STATUS_RUNNING);
    answer(request, observer, RunCeremonyResponse.newBuilder().setCeremony(ceremony).build());
  }

  @Override
  public void finishCeremony(
      FinishCeremonyRequest request, StreamObserver<FinishCeremonyResponse> observer) {
    Ceremony ceremony = as(CeremonyStatus.CEREMONY_STATUS_EXECUTED);
    answer(request, observer, FinishCeremonyResponse.newBuilder().setCeremony(ceremony).build());
  }

  @Override
  public void abortCeremony(
      AbortCeremonyRequest request, StreamObserver<AbortCeremonyResponse> observer) {
    Ceremony ceremony = as(CeremonyStatus.CEREMONY_STATUS_ABORTED);
    answer(request, observer, AbortCeremonyResponse.newBuilder().setCeremony(ceremony).build());
  }

  @Override
  public void getCeremony(
      GetCeremonyRequest request, StreamObserver<GetCeremonyResponse> observer) {
    Ceremony found =
        ceremonies.stream()
            .filter(one -> one.getCeremonyId().equals(request.getCeremonyId()))
            .findFirst()
            .orElseThrow();
    answer(request, observer, GetCeremonyResponse.newBuilder().setCeremony(found).build());
  }

  @Override
  public void listCeremonies(
      ListCeremoniesRequest request, StreamObserver<ListCeremoniesResponse> observer) {
    answer(
        request,
        observer,
        ListCeremoniesResponse.newBuilder().addAllCeremonies(ceremonies).build());
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> observer) {
    CustodyKey key =
        CustodyKey.newBuilder()
            .setLabel("kagiban-kek-1")
            .setKind("kek")
            .setState("ACTIVE")
            .setKcv(ByteString.copyFrom(new byte[] {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3}))
            .setKcvMethod("AES-CMAC")
            .setSince(Timestamp.newBuilder().setSeconds(1_795_000_000))
            .setCeremonyId("0198c0de-0000-7000-8000-000000000001")
            .setWrappedSeeds(1_000_000)
            .build();
    answer(request, observer, ListKeysResponse.newBuilder().addKeys(key).build());
  }
}
