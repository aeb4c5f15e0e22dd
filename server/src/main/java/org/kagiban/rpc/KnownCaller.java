package org.kagiban.rpc;

import org.kagiban.verification.Caller;

/** A caller that the configuration names. */
public record KnownCaller(Caller caller, Role role) {}
