/**
 * What an auditor's own machine checks of a whole log: every tile and event, each key's chain, and
 * the rules of keys' lives and ceremonies. Needs no server. Imports the audit rooms tree, tile,
 * note, proof and log. Start at {@link org.kagiban.audit.verify.LogVerifier}.
 */
@NullMarked
package org.kagiban.audit.verify;

import org.jspecify.annotations.NullMarked;
