package org.kagiban.rpc;

import org.kagiban.verification.Caller;

/**
 * A caller that the configuration names.
 *
 * @param person who is behind the certificate: where several people are needed, somebody with two
 *     certificates counts once
 */
public record KnownCaller(Caller caller, Role role, String person) {}
