package org.kagiban.app.bench;

/**
 * How often something can be done, and what once costs.
 *
 * @param cpuMicros CPU time, microseconds
 */
record Cost(double perSecond, double cpuMicros) {}
