package org.kagiban.rpc;

import io.grpc.BindableService;
import java.util.List;
import java.util.function.Supplier;
import org.kagiban.custody.TokenProvisioner;
import org.kagiban.enrollment.Enrollment;
import org.kagiban.enrollment.HelpDesk;
import org.kagiban.enrollment.Retirement;
import org.kagiban.enrollment.TemporaryCodes;
import org.kagiban.verification.Policies;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.Verifier;

/**
 * What the API is made of.
 *
 * @param importKey X.509 SubjectPublicKeyInfo, DER
 */
public record Domain(
    Verifier verifier,
    Enrollment enrollment,
    HelpDesk helpDesk,
    Retirement retirement,
    TemporaryCodes temporaryCodes,
    TokenProvisioner provisioner,
    SeedLoading seedLoading,
    Supplier<byte[]> importKey,
    TokenLedger ledger,
    Policies policies,
    TrustedClock clock,
    RequestDigester digester) {

  /** The five services of kagiban.v1. */
  List<BindableService> services() {
    TokenViews views = new TokenViews(ledger, policies, clock);
    TemporaryCodeCall codeCall = new TemporaryCodeCall(temporaryCodes, ledger, policies);
    return List.of(
        new VerificationRpc(verifier, digester),
        new EnrollmentRpc(enrollment, views, digester),
        new TokenRpc(helpDesk, retirement, codeCall, views, digester),
        new ProvisioningRpc(provisioner, digester),
        new SeedRpc(importKey, seedLoading));
  }
}
