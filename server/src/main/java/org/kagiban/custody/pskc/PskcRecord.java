package org.kagiban.custody.pskc;

import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Validity;

/**
 * One KeyPackage that makes sense.
 *
 * @param index place in the file, from 1
 * @param line where it begins, from 1
 * @param tokenId SerialNo, or the key's Id where there is none
 * @param manufacturer empty where not given
 * @param counter the next one of a HOTP token, 0 for TOTP
 */
record PskcRecord(
    long index,
    int line,
    TokenId tokenId,
    String manufacturer,
    TokenProfile profile,
    long counter,
    Validity validity,
    Secret secret) {

  Refusal refusedFor(Refused why) {
    return new Refusal(index, line, tokenId.value(), why.reason(), why.sentence());
  }
}
