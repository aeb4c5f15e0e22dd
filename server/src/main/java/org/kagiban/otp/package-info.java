/**
 * RFC 4226, RFC 6238 and RFC 6287 arithmetic around an HMAC that somebody else computes. Pure; may
 * import {@code token}. Start at {@link org.kagiban.otp.CodeSearch}.
 */
@NullMarked
package org.kagiban.otp;

import org.jspecify.annotations.NullMarked;
