package org.kagiban.app;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.kagiban.otp.Transaction;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.CreateTokenResponse;
import org.kagiban.v1.ProvisioningServiceGrpc.ProvisioningServiceBlockingStub;

/** A customer's software token: TOTP, SHA-1, 6 digits, 30 seconds. */
final class Device {
  private final String tokenId;
  private final byte[] seed;

  private Device(String tokenId, byte[] seed) {
    this.tokenId = tokenId;
    this.seed = seed;
  }

  /** Makes one with a key pair of its own. */
  static Device create(ProvisioningServiceBlockingStub stub, String requestId)
      throws GeneralSecurityException {
    return create(stub, RunningServer.OURS, requestId);
  }

  static Device create(ProvisioningServiceBlockingStub stub, String institution, String requestId)
      throws GeneralSecurityException {
    KeyPair pair = keyPair();
    CreateTokenResponse created =
        stub.createToken(request(pair, requestId).toBuilder().setInstitution(institution).build());
    return new Device(created.getTokenId(), unwrap(pair, created.getWrappedSeed()));
  }

  static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  static CreateTokenRequest request(KeyPair pair, String requestId) {
    return CreateTokenRequest.newBuilder()
        .setRequestId(requestId)
        .setInstitution(RunningServer.OURS)
        .setDevicePublicKey(ByteString.copyFrom(pair.getPublic().getEncoded()))
        .build();
  }

  static byte[] unwrap(KeyPair pair, ByteString wrapped) throws GeneralSecurityException {
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.DECRYPT_MODE,
        pair.getPrivate(),
        new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT));
    return oaep.doFinal(wrapped.toByteArray());
  }

  String tokenId() {
    return tokenId;
  }

  static long stepNow() {
    return System.currentTimeMillis() / 30_000;
  }

  /** The code of a time step. */
  String code(long step) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(seed, "HmacSHA1"));
    return truncate(mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
  }

  /** The signature of a time step, its message put together as RFC 6287 section 5.1 says. */
  String sign(Transaction transaction, long step) throws GeneralSecurityException {
    byte[] suite = "OCRA-1:HOTP-SHA1-6:QH64-T30S".getBytes(StandardCharsets.US_ASCII);
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(seed, "HmacSHA1"));
    mac.update(suite);
    mac.update((byte) 0);
    mac.update(transaction.hash());
    mac.update(new byte[96]);
    return truncate(mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
  }

  private static String truncate(byte[] hash) {
    int offset = hash[19] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
    return String.format("%06d", number % 1_000_000);
  }

  /** A code that no step near now has. */
  String wrongCode() throws GeneralSecurityException {
    for (int number = 0; ; number++) {
      String candidate = String.format("%06d", number);
      boolean near = false;
      for (long step = stepNow() - 200; step < stepNow() + 200; step++) {
        near |= candidate.equals(code(step));
      }
      if (!near) {
        return candidate;
      }
    }
  }
}
