/**
 * Whole servers while everything around them breaks, and a checker of what they answered. Start at
 * {@link org.kagiban.campaign.HistoryChecker} for the rules, at {@code CampaignTest} for the run.
 */
@NullMarked
package org.kagiban.campaign;

import org.jspecify.annotations.NullMarked;
