/**
 * Checks codes, and says what that needs: {@link org.kagiban.verification.SeedMac} of an HSM,
 * {@link org.kagiban.verification.TokenLedger} of a store. Imports {@code token}, {@code otp},
 * {@code audit}. Start at {@link org.kagiban.verification.Verifier}.
 */
@NullMarked
package org.kagiban.verification;

import org.jspecify.annotations.NullMarked;
