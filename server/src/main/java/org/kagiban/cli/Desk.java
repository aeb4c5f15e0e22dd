package org.kagiban.cli;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What the ceremony commands work with.
 *
 * @param atHsm null where this program cannot reach an HSM itself
 */
record Desk(Prompts prompts, Clock clock, @Nullable AtHsm atHsm) {}
