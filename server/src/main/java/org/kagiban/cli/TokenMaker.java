package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.CreateTokenResponse;
import org.kagiban.v1.TokenType;

/** Has the server make a token for this device, and keeps it in a folder. */
public final class TokenMaker {
  private static final int KEY_BITS = 3072;

  private TokenMaker() {}

  /** The server's answer; the folder holds the token from then on. */
  public static CreateTokenResponse make(
      Session session, CreateTokenRequest request, TokenFolder folder) {
    KeyPair pair = newKey();
    CreateTokenResponse response =
        session
            .provisioning()
            .createToken(
                request.toBuilder()
                    .setDevicePublicKey(ByteString.copyFrom(pair.getPublic().getEncoded()))
                    .build());
    folder.save(
        response.getTokenId(),
        profile(response.getProfile()),
        response.getWrappedSeed().toByteArray(),
        pair.getPrivate());
    return response;
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  private static TokenProfile profile(org.kagiban.v1.TokenProfile profile) {
    if (profile.getType() != TokenType.TOKEN_TYPE_TOTP) {
      throw new CliException(
          Exit.REFUSED,
          "the server made a token that is not time-based; this one shows only those");
    }
    HashAlgorithm algorithm =
        switch (profile.getAlgorithm()) {
          case HASH_ALGORITHM_SHA1 -> HashAlgorithm.SHA1;
          case HASH_ALGORITHM_SHA256 -> HashAlgorithm.SHA256;
          case HASH_ALGORITHM_SHA512 -> HashAlgorithm.SHA512;
          default ->
              throw new CliException(
                  Exit.REFUSED, "the server chose a hash that this version does not know");
        };
    return new TokenProfile(
        OtpType.TOTP, algorithm, profile.getDigits(), profile.getPeriodSeconds());
  }
}
