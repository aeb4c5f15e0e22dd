package org.kagiban.rpc;

import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.TokenType;

/** Token profiles, to and from the API. */
final class ProfileMapping {
  private ProfileMapping() {}

  static TokenProfile read(Fields fields, org.kagiban.v1.TokenProfile profile) {
    OtpType type = type(fields, profile.getType());
    HashAlgorithm algorithm = algorithm(fields, profile.getAlgorithm());
    int digits = profile.getDigits();
    int period = profile.getPeriodSeconds();
    boolean fits = true;
    if (digits < 6 || digits > 8) {
      fields.refuse("profile.digits", "must be 6 to 8");
      fits = false;
    }
    if (type == OtpType.HOTP ? period != 0 : period != 30 && period != 60) {
      fields.refuse("profile.period_seconds", "must be 30 or 60 for TOTP and 0 for HOTP");
      fits = false;
    }
    return fits ? new TokenProfile(type, algorithm, digits, period) : TokenProfile.DEFAULT;
  }

  private static OtpType type(Fields fields, TokenType type) {
    return switch (type) {
      case TOKEN_TYPE_HOTP -> OtpType.HOTP;
      case TOKEN_TYPE_TOTP -> OtpType.TOTP;
      case TOKEN_TYPE_UNSPECIFIED, UNRECOGNIZED -> {
        fields.refuse("profile.type", "must be TOKEN_TYPE_TOTP or TOKEN_TYPE_HOTP");
        yield OtpType.TOTP;
      }
    };
  }

  private static HashAlgorithm algorithm(Fields fields, org.kagiban.v1.HashAlgorithm algorithm) {
    return switch (algorithm) {
      case HASH_ALGORITHM_SHA1 -> HashAlgorithm.SHA1;
      case HASH_ALGORITHM_SHA256 -> HashAlgorithm.SHA256;
      case HASH_ALGORITHM_SHA512 -> HashAlgorithm.SHA512;
      case HASH_ALGORITHM_UNSPECIFIED, UNRECOGNIZED -> {
        fields.refuse("profile.algorithm", "must be HASH_ALGORITHM_SHA1, _SHA256 or _SHA512");
        yield HashAlgorithm.SHA1;
      }
    };
  }

  static org.kagiban.v1.TokenProfile write(TokenProfile profile) {
    return org.kagiban.v1.TokenProfile.newBuilder()
        .setType(
            profile.type() == OtpType.HOTP ? TokenType.TOKEN_TYPE_HOTP : TokenType.TOKEN_TYPE_TOTP)
        .setAlgorithm(write(profile.algorithm()))
        .setDigits(profile.digits())
        .setPeriodSeconds(profile.periodSeconds())
        .build();
  }

  private static org.kagiban.v1.HashAlgorithm write(HashAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> org.kagiban.v1.HashAlgorithm.HASH_ALGORITHM_SHA1;
      case SHA256 -> org.kagiban.v1.HashAlgorithm.HASH_ALGORITHM_SHA256;
      case SHA512 -> org.kagiban.v1.HashAlgorithm.HASH_ALGORITHM_SHA512;
    };
  }
}
