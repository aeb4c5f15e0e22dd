/**
 * PSKC seed files (RFC 6030). {@code SeedSealer}, on the custodian's own machine, opens a vendor's
 * file and seals it for one HSM; {@code SealedReader}, in the server, reads the result and has no
 * code that could open a seed. Imports {@code token} and the JDK only. Start at {@link
 * org.kagiban.custody.pskc.SealedReader} or {@link org.kagiban.custody.pskc.SeedSealer}.
 */
@NullMarked
package org.kagiban.custody.pskc;

import org.jspecify.annotations.NullMarked;
