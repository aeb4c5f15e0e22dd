package org.kagiban.campaign;

/**
 * One call to one server, as its client saw it.
 *
 * @param token whose history it belongs to
 * @param request id
 * @param server number, from 0
 * @param start nanoseconds of the run, before the call was sent
 * @param end nanoseconds of the run, after its outcome was known
 */
record Attempt(
    String token,
    String request,
    Action action,
    int server,
    long start,
    long end,
    Outcome outcome) {}
