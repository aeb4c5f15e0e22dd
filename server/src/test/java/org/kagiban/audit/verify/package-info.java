/** Tests of what an auditor's machine finds in honest logs and in others. */
@NullMarked
package org.kagiban.audit.verify;

import org.jspecify.annotations.NullMarked;
