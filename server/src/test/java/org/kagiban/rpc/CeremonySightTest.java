package org.kagiban.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.rpc.CeremonyRpcTest.ID;
import static org.kagiban.rpc.CeremonyRpcTest.ceremony;
import static org.kagiban.rpc.CeremonyRpcTest.signature;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyFile;
import org.kagiban.custody.ceremony.CeremonyPlan;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.Institution;
import org.kagiban.v1.ApproveCeremonyRequest;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.CeremonyServiceGrpc.CeremonyServiceBlockingStub;
import org.kagiban.v1.RunCeremonyRequest;

/** A batch of seeds is the business of those custodians who may act for its institution. */
class CeremonySightTest {
  @TempDir private Path folder;
  private final FakeDesk desk = new FakeDesk(ceremony());
  private EdgeServer edge;
  private CeremonyServiceBlockingStub stub;

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeServer(folder, Map.of(), new CeremonyRpc(desk));
    stub = CeremonyServiceGrpc.newBlockingStub(edge.as(DevCaller.CUSTODIAN_1));
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void approveAndRun_batchOfAnInstitutionOutOfSight_lookAsIfThereWereNone() {
    CeremonyPlan.SeedBatch batch =
        new CeremonyPlan.SeedBatch("p", new Institution("other-cu"), "ab".repeat(32), 3);
    desk.answer =
        new Ceremony(
            ID,
            batch.kind(),
            CeremonyFile.of("Theirs", batch),
            Ceremony.Status.PROPOSED,
            ceremony().signed(),
            null);
    Told approval =
        Told.by(
            () ->
                stub.approveCeremony(
                    ApproveCeremonyRequest.newBuilder()
                        .setCeremonyId(ID.toString())
                        .setFileHash(ByteString.copyFrom(new byte[32]))
                        .setSignature(signature())
                        .build()));
    Told run =
        Told.by(
            () ->
                stub.runCeremony(
                        RunCeremonyRequest.newBuilder()
                            .setCeremonyId(ID.toString())
                            .setSignature(signature())
                            .build())
                    .forEachRemaining(answer -> {}));
    assertThat(List.of(approval.reason(), run.reason())).containsOnly("INSTITUTION_NOT_FOUND");
    assertThat(List.of(approval.code(), run.code())).containsOnly(Code.NOT_FOUND);
    assertThat(desk.acts).isEmpty();
  }
}
