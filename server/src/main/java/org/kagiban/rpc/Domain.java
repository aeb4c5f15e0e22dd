package org.kagiban.rpc;

import io.grpc.BindableService;
import java.util.List;
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

/** What the API is made of, but for the custodians' calls: {@link CustodyDomain}. */
public record Domain(
    Verifier verifier,
    Enrollment enrollment,
    HelpDesk helpDesk,
    Retirement retirement,
    TemporaryCodes temporaryCodes,
    TokenProvisioner provisioner,
    TokenLedger ledger,
    Policies policies,
    TrustedClock clock,
    RequestDigester digester) {

  /** The services of kagiban.v1 that need seeds. */
  List<BindableService> services() {
    TokenViews views = new TokenViews(ledger, policies, clock);
    TemporaryCodeCall codeCall = new TemporaryCodeCall(temporaryCodes, ledger, policies);
    return List.of(
        new VerificationRpc(verifier, digester),
        new EnrollmentRpc(enrollment, views, digester),
        new TokenRpc(helpDesk, retirement, codeCall, views, digester),
        new ProvisioningRpc(provisioner, digester));
  }
}
