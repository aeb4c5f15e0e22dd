package org.kagiban.store;

import org.kagiban.token.Token;

/** A token with where its chain of events stands: what the committer keeps of a row. */
record TokenRow(Token token, ChainHead chain) {}
