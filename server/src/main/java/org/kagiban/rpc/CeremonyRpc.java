package org.kagiban.rpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.kagiban.custody.ceremony.CeremonyDesk;
import org.kagiban.custody.ceremony.CeremonyDesk.Signature;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyRefusedException;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.token.Institution;
import org.kagiban.v1.AbortCeremonyRequest;
import org.kagiban.v1.AbortCeremonyResponse;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.ApproveCeremonyResponse;
import org.kagiban.v1.CancelCeremonyRequest;
import org.kagiban.v1.CancelCeremonyResponse;
import org.kagiban.v1.CeremonyServiceGrpc;
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
import org.kagiban.verification.Caller;

/** CeremonyService. */
final class CeremonyRpc extends CeremonyServiceGrpc.CeremonyServiceImplBase {
  private final CeremonyDesk desk;
  private final CeremonyViews views;
  private final CeremonyRuns runs;

  CeremonyRpc(CeremonyDesk desk) {
    this.desk = desk;
    this.views = new CeremonyViews(desk);
    this.runs = new CeremonyRuns(desk, views);
  }

  private static Custodian caller() {
    CallRecord call = CallRecord.current();
    return new Custodian(call.caller().name(), call.known().person(), call.certificate());
  }

  /** A batch for an institution out of the caller's sight looks as if there were none. */
  private static void requireInSight(Caller caller, byte[] file) {
    Institution institution = CeremonyFile.institution(file);
    if (institution != null && !caller.sees(institution)) {
      throw ApiFault.institutionNotFound();
    }
  }

  /** As {@link #requireInSight}, of one that was proposed; one that is not there is the desk's. */
  private CompletableFuture<Void> inSight(CeremonyId id) {
    Caller caller = CallRecord.current().caller();
    return desk.find(id)
        .thenAccept(
            found -> {
              if (found != null) {
                requireInSight(caller, found.file());
              }
            });
  }

  @Override
  public void proposeCeremony(
      ProposeCeremonyRequest request, StreamObserver<ProposeCeremonyResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    byte[] file = fields.yaml("file", request.getFile());
    Signature signature = fields.signature(request.hasSignature(), request.getSignature());
    fields.done();
    requireInSight(CallRecord.current().caller(), file);
    Reply.with(
        observer,
        desk.propose(caller(), id, file, signature),
        done -> ProposeCeremonyResponse.newBuilder().setCeremony(views.whole(done)).build());
  }

  @Override
  public void approveCeremony(
      ApproveCeremonyRequest request, StreamObserver<ApproveCeremonyResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    byte[] hash = fields.hash(request.getFileHash());
    Signature signature = fields.signature(request.hasSignature(), request.getSignature());
    fields.done();
    Custodian custodian = caller();
    Reply.with(
        observer,
        inSight(id).thenCompose(fine -> desk.approve(custodian, id, hash, signature)),
        done -> ApproveCeremonyResponse.newBuilder().setCeremony(views.whole(done)).build());
  }

  @Override
  public void withdrawApproval(
      WithdrawApprovalRequest request, StreamObserver<WithdrawApprovalResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    Signature signature = fields.signature(request.hasSignature(), request.getSignature());
    fields.done();
    Reply.with(
        observer,
        desk.withdraw(caller(), id, signature),
        done -> WithdrawApprovalResponse.newBuilder().setCeremony(views.whole(done)).build());
  }

  @Override
  public void cancelCeremony(
      CancelCeremonyRequest request, StreamObserver<CancelCeremonyResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    Signature signature = fields.signature(request.hasSignature(), request.getSignature());
    fields.done();
    Reply.with(
        observer,
        desk.cancel(caller(), id, signature),
        done -> CancelCeremonyResponse.newBuilder().setCeremony(views.whole(done)).build());
  }

  @Override
  public void runCeremony(
      RunCeremonyRequest request, StreamObserver<RunCeremonyResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    Signature signature = fields.signature(request.hasSignature(), request.getSignature());
    CeremonyDesk.RunInput input = fields.input(request);
    fields.done();
    runs.begin(caller(), id, inSight(id), signature, input, new ResponseStream<>(observer));
  }

  @Override
  public void finishCeremony(
      FinishCeremonyRequest request, StreamObserver<FinishCeremonyResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    byte[] outcome = fields.yaml("outcome", request.getOutcome());
    Signature signature = fields.signature(request.hasSignature(), request.getSignature());
    fields.done();
    Reply.with(
        observer,
        desk.finish(caller(), id, outcome, signature),
        done -> FinishCeremonyResponse.newBuilder().setCeremony(views.whole(done)).build());
  }

  @Override
  public void abortCeremony(
      AbortCeremonyRequest request, StreamObserver<AbortCeremonyResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    String reason = fields.reason(request.getReason());
    Signature signature = fields.signature(request.hasSignature(), request.getSignature());
    fields.done();
    Reply.with(
        observer,
        desk.abort(caller(), id, reason, signature),
        done -> AbortCeremonyResponse.newBuilder().setCeremony(views.whole(done)).build());
  }

  @Override
  public void getCeremony(
      GetCeremonyRequest request, StreamObserver<GetCeremonyResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    CeremonyId id = fields.id(request.getCeremonyId());
    fields.done();
    Reply.with(
        observer,
        desk.find(id),
        found -> {
          if (found == null) {
            throw new CeremonyRefusedException(
                "CEREMONY_NOT_FOUND", "there is no ceremony of this id; see ListCeremonies");
          }
          return GetCeremonyResponse.newBuilder().setCeremony(views.whole(found)).build();
        });
  }

  @Override
  public void listCeremonies(
      ListCeremoniesRequest request, StreamObserver<ListCeremoniesResponse> observer) {
    CeremonyFields fields = new CeremonyFields();
    int limit = fields.limit(request.getLimit());
    fields.done();
    Reply.with(
        observer,
        desk.latest(limit),
        latest ->
            ListCeremoniesResponse.newBuilder()
                .addAllCeremonies(latest.stream().map(views::brief).toList())
                .build());
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> observer) {
    Reply.with(
        observer,
        desk.keys(),
        keys ->
            ListKeysResponse.newBuilder()
                .addAllKeys(keys.stream().map(CeremonyViews::key).toList())
                .build());
  }
}
