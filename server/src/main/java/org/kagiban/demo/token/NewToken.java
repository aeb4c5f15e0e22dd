package org.kagiban.demo.token;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kagiban.cli.AuditJson;
import org.kagiban.cli.Session;
import org.kagiban.v1.CreateTokenRequest;
import org.kagiban.v1.CreateTokenResponse;
import org.kagiban.v1.HashAlgorithm;
import org.kagiban.v1.TokenType;
import org.kagiban.web.Page;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a device's public key to ProvisioningService, as browsers do not speak gRPC. What comes
 * back can be read by the device alone. Thread-safe; a repeated request gets the first answer.
 */
final class NewToken implements Page {
  private static final Logger LOG = LoggerFactory.getLogger(NewToken.class);

  private final Session session;
  private final String institution;

  NewToken(Session session, String institution) {
    this.session = session;
    this.institution = institution;
  }

  @Override
  public WebAnswer answer(WebRequest request) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(request.form("public_key"));
    } catch (IllegalArgumentException e) {
      return WebAnswer.plain(400, "public_key must be base64 of a SubjectPublicKeyInfo\n");
    }
    CreateTokenRequest asked =
        CreateTokenRequest.newBuilder()
            .setRequestId(request.form("request_id"))
            .setInstitution(institution)
            .setDevicePublicKey(ByteString.copyFrom(key))
            .build();
    try {
      return answer(session.provisioning().createToken(asked));
    } catch (StatusRuntimeException e) {
      LOG.warn("no token was made: {}", e.getStatus().getCode());
      return refusal(e);
    }
  }

  /**
   * The page keeps its request where the status is 500 or more, as it may have been carried out.
   */
  private static WebAnswer refusal(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION ->
          WebAnswer.plain(400, "the server refused the request; begin a new one\n");
      default -> WebAnswer.plain(503, "no token can be made now; send the same request again\n");
    };
  }

  private static WebAnswer answer(CreateTokenResponse made) {
    String hash = hash(made.getProfile().getAlgorithm());
    if (made.getProfile().getType() != TokenType.TOKEN_TYPE_TOTP || hash.isEmpty()) {
      return WebAnswer.plain(502, "the server made a token that this page cannot show\n");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tokenId", made.getTokenId());
    json.put(
        "wrappedSeed", Base64.getEncoder().encodeToString(made.getWrappedSeed().toByteArray()));
    json.put("algorithm", hash);
    json.put("digits", made.getProfile().getDigits());
    json.put("period", made.getProfile().getPeriodSeconds());
    return WebAnswer.json(200, AuditJson.of(json));
  }

  /** As WebCrypto names it; empty for one that this version does not know. */
  private static String hash(HashAlgorithm algorithm) {
    return switch (algorithm) {
      case HASH_ALGORITHM_SHA1 -> "SHA-1";
      case HASH_ALGORITHM_SHA256 -> "SHA-256";
      case HASH_ALGORITHM_SHA512 -> "SHA-512";
      default -> "";
    };
  }
}
