/**
 * Signed notes, checkpoints and cosignatures of C2SP. Pure; imports only {@code audit.tree}. Start
 * at {@link org.kagiban.audit.note.SignedNote} and {@link org.kagiban.audit.note.TrustedKeys}.
 */
@NullMarked
package org.kagiban.audit.note;

import org.jspecify.annotations.NullMarked;
