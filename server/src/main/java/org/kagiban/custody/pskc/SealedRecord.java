package org.kagiban.custody.pskc;

import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Validity;

/**
 * One token of a sealed file. Nothing in it is checked until the HSM has checked {@code
 * bindingMac}.
 *
 * @param record place in the file, from 1
 * @param line where it begins, from 1
 * @param counter the next one of a HOTP token, 0 for TOTP
 * @param wrapped the seed under the transport key, AES key wrap with padding (RFC 5649)
 * @param boundData what {@code bindingMac} covers, ready for the HSM; see {@link BoundData}
 * @param bindingMac HMAC-SHA-256 under the file's MAC key, 32 bytes
 */
public record SealedRecord(
    long record,
    int line,
    TokenId tokenId,
    TokenProfile profile,
    Validity validity,
    long counter,
    byte[] wrapped,
    byte[] boundData,
    byte[] bindingMac) {}
