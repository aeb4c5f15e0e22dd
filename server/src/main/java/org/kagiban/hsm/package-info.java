/**
 * The HSM, through the JDK's PKCS#11 wrapper; the only package that touches it. Imports {@code
 * custody}, {@code verification}, what those import, and {@code yaml}. Start at {@link
 * org.kagiban.hsm.Partition}, then {@link org.kagiban.hsm.HsmWorkers}, {@link
 * org.kagiban.hsm.HsmSeeds} and {@link org.kagiban.hsm.HsmCustody}.
 */
@NullMarked
package org.kagiban.hsm;

import org.jspecify.annotations.NullMarked;
