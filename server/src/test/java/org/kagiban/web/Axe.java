package org.kagiban.web;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/**
 * axe-core's rules, run in the page itself. None of our pages has a frame: what its own builder
 * does for those, and the rules that hold which it tells of as well, cost four times as much.
 */
final class Axe {
  private static final String THERE = "() => 'axe' in window";

  private static final String RUN =
"""
async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
    .map((rule) => `${rule.id}: ${rule.help} ${rule.nodes[0].html}`)
""";

  private Axe() {}

  /** What the page as it is now breaks, each rule with the first place. */
  static List<?> violations(Page page) {
    if (!(Boolean) page.evaluate(THERE)) {
      page.evaluate(AxeBuilder.getAxeScript());
    }
    return (List<?>) page.evaluate(RUN);
  }
}
