package org.kagiban.rpc;

import java.net.InetSocketAddress;

/**
 * How the server is reached.
 *
 * @param address port 0 for any free one
 * @param callsPerConnection most calls at the same time on one connection, 1 to 100000
 */
public record RpcSettings(
    InetSocketAddress address, TlsFiles tls, CallerDirectory callers, int callsPerConnection) {}
