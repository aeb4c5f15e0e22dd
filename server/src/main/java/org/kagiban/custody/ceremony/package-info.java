/**
 * Key ceremonies: what several custodians agree on, each a reviewable file, and who signed what.
 * What it needs of store and HSM are {@link org.kagiban.custody.ceremony.CeremonyLedger} and {@link
 * org.kagiban.custody.ceremony.CeremonyHsm}. Imports {@code verification}, {@code yaml} and what
 * they import. Start at {@link org.kagiban.custody.ceremony.Ceremony}.
 */
@NullMarked
package org.kagiban.custody.ceremony;

import org.jspecify.annotations.NullMarked;
