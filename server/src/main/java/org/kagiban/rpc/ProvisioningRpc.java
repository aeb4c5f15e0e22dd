package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import org.kagiban.custody.Created;
import org.kagiban.custody.TokenProvisioner;
import org.kagiban.token.Institution;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.CreateTokenResponse;
import org.kagiban.v1.ProvisioningServiceGrpc;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.RequestIdentity;

/** ProvisioningService. */
final class ProvisioningRpc extends ProvisioningServiceGrpc.ProvisioningServiceImplBase {
  private final TokenProvisioner provisioner;
  private final RequestDigester digester;

  ProvisioningRpc(TokenProvisioner provisioner, RequestDigester digester) {
    this.provisioner = provisioner;
    this.digester = digester;
  }

  @Override
  public void createToken(
      CreateTokenRequest request, StreamObserver<CreateTokenResponse> observer) {
    CallRecord call = CallRecord.current();
    Fields fields = new Fields();
    Institution institution = fields.institution("institution", request.getInstitution());
    byte[] key = fields.publicKey("device_public_key", request.getDevicePublicKey());
    TokenProfile profile = fields.profile(request.hasProfile(), request.getProfile());
    RequestIdentity identity = fields.identity(digester, request.getRequestId(), request);
    if (!call.caller().sees(institution)) {
      throw ApiFault.institutionNotFound();
    }
    Reply.with(
        observer,
        provisioner.create(call.caller(), identity, institution, key, profile),
        created -> response(created, call));
  }

  private static CreateTokenResponse response(Created created, CallRecord call) {
    call.verdict(created.answer().verdict());
    return CreateTokenResponse.newBuilder()
        .setTokenId(created.tokenId().value())
        .setWrappedSeed(ByteString.copyFrom(created.wrappedSeed()))
        .setProfile(ProfileMapping.write(created.profile()))
        .setEventId(created.answer().event().toString())
        .build();
  }
}
