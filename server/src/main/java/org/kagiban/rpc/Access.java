package org.kagiban.rpc;

import static org.kagiban.rpc.Role.AUDITOR;
import static org.kagiban.rpc.Role.CHANNEL;
import static org.kagiban.rpc.Role.CUSTODIAN;
import static org.kagiban.rpc.Role.OPERATOR;

import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kagiban.v1.AuditServiceGrpc;
import org.kagiban.v1.CeremonyServiceGrpc;
import org.kagiban.v1.EnrollmentServiceGrpc;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.v1.SeedServiceGrpc;
import org.kagiban.v1.TokenServiceGrpc;
import org.kagiban.v1.VerificationServiceGrpc;

/** Which roles may make which call: the one table. A call that is not in it is nobody's. */
final class Access {
  private static final Set<Role> EVERYONE = EnumSet.allOf(Role.class);

  private final Map<String, Set<Role>> roles = new HashMap<>();

  Access() {
    allow(VerificationServiceGrpc.getVerifyMethod(), CHANNEL);
    allow(VerificationServiceGrpc.getVerifyTransactionMethod(), CHANNEL);
    allow(EnrollmentServiceGrpc.getEnrollMethod(), CHANNEL);
    allow(EnrollmentServiceGrpc.getResynchronizeMethod(), CHANNEL);
    allow(EnrollmentServiceGrpc.getUnenrollMethod(), CHANNEL, OPERATOR);
    allow(EnrollmentServiceGrpc.getReplaceMethod(), CHANNEL, OPERATOR);
    allow(EnrollmentServiceGrpc.getListTokensMethod(), CHANNEL, OPERATOR, AUDITOR);
    allow(TokenServiceGrpc.getGetTokenMethod(), CHANNEL, OPERATOR, AUDITOR);
    allow(TokenServiceGrpc.getSuspendTokenMethod(), OPERATOR);
    allow(TokenServiceGrpc.getResumeTokenMethod(), OPERATOR);
    allow(TokenServiceGrpc.getUnlockTokenMethod(), OPERATOR);
    allow(TokenServiceGrpc.getRetireTokenMethod(), OPERATOR);
    allow(TokenServiceGrpc.getIssueTemporaryCodeMethod(), OPERATOR);
    allow(ProvisioningServiceGrpc.getCreateTokenMethod(), CHANNEL);
    allow(SeedServiceGrpc.getGetImportKeyMethod(), CUSTODIAN);
    allow(SeedServiceGrpc.getUploadSeedsMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getProposeCeremonyMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getApproveCeremonyMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getWithdrawApprovalMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getCancelCeremonyMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getRunCeremonyMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getFinishCeremonyMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getAbortCeremonyMethod(), CUSTODIAN);
    allow(CeremonyServiceGrpc.getGetCeremonyMethod(), CUSTODIAN, AUDITOR);
    allow(CeremonyServiceGrpc.getListCeremoniesMethod(), CUSTODIAN, AUDITOR);
    allow(CeremonyServiceGrpc.getListKeysMethod(), CUSTODIAN, AUDITOR);
    allow(AuditServiceGrpc.getGetCheckpointMethod(), CHANNEL, OPERATOR, CUSTODIAN, AUDITOR);
    allow(AuditServiceGrpc.getGetEventMethod(), CHANNEL, OPERATOR, CUSTODIAN, AUDITOR);
    allow(AuditServiceGrpc.getExportLogMethod(), AUDITOR);
    allow(AuditServiceGrpc.getTakeInventoryMethod(), AUDITOR);
    HealthGrpc.getServiceDescriptor().getMethods().forEach(this::allowEveryone);
    ServerReflectionGrpc.getServiceDescriptor().getMethods().forEach(this::allowEveryone);
  }

  private void allow(MethodDescriptor<?, ?> method, Role... allowed) {
    roles.put(method.getFullMethodName(), Set.of(allowed));
  }

  void allowEveryone(MethodDescriptor<?, ?> method) {
    roles.put(method.getFullMethodName(), EVERYONE);
  }

  boolean knows(String method) {
    return roles.containsKey(method);
  }

  boolean allows(Role role, String method) {
    return roles.getOrDefault(method, Set.of()).contains(role);
  }

  /** For the error message. */
  Set<Role> rolesOf(String method) {
    return roles.getOrDefault(method, Set.of());
  }
}
