package org.kagiban.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Map;

/**
 * Hands that have a keyboard and nothing else. Wherever Tab stops, the focus must be seen, and come
 * in the order in which the page is read. For one page and the test's thread.
 */
public final class Keyboard {
  private static final int MOST_STOPS = 200;

  /** Forgets where the hands have been, and lists what they must be able to reach. */
  // What a drawing links to, the table beside it links to as well.
  private static final String BEGIN =
"""
() => {
  const lone = (e) => e.type === 'radio' && !e.checked && document.querySelector(`input[name="${e.name}"]:checked`);
  window.keyboardSeen = new Set();
  window.keyboardLeft = new Set([...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
      .filter((e) => e.checkVisibility() && !e.matches(':disabled, svg *') && e.type !== 'hidden' && !lone(e)));
}
""";

  private static final String REMEMBER = "() => { window.keyboardFrom = document.activeElement; }";

  /** Where the focus is, whether it was there before, and what is wrong with it. */
  private static final String LOOK =
"""
() => {
  const e = document.activeElement;
  if (!e || e === document.body) return { at: '', problem: '', again: false, back: true };
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => numbers(color).slice(0, 3)
      .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (x) => {
    for (let p = x.parentElement; p; p = p.parentElement) {
      const color = getComputedStyle(p).backgroundColor;
      if ((numbers(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const style = getComputedStyle(e);
  const [a, b] = [light(style.outlineColor), light(behind(e))];
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const box = e.getBoundingClientRect();
  const [x, y] = [(box.left + box.right) / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2];
  const hit = document.elementFromPoint(x, y);
  const problem = style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? 'has no outline'
      : contrast < 3 ? 'has an outline that is hardly seen: ' + contrast.toFixed(1)
      : box.width === 0 || box.bottom <= 0 || box.top >= innerHeight ? 'is not on the screen'
      : !hit || !(e.contains(hit) || hit.contains(e)) ? 'is covered' : '';
  const from = window.keyboardFrom;
  const back = !from || !from.isConnected || from === document.body
      || Boolean(from.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING);
  const again = Boolean(window.keyboardSeen?.has(e));
  window.keyboardSeen?.add(e);
  window.keyboardLeft?.delete(e);
  const at = e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' ' + (e.textContent || e.name || '').trim().slice(0, 40);
  return { at, problem, again, back };
}
""";

  private static final String LEFT =
      "() => [...window.keyboardLeft].map((e) => e.tagName + '#' + e.id + ' ' + e.textContent.trim())";

  private final Page page;

  public Keyboard(Page page) {
    this.page = page;
  }

  /** Tab until the focus is on what the selector names. */
  public void tabTo(String selector) {
    go("Tab", selector);
  }

  /** The same against the order. */
  public void tabBackTo(String selector) {
    go("Shift+Tab", selector);
  }

  private void go(String key, String selector) {
    for (int stops = 0; stops < MOST_STOPS; stops++) {
      stop(key);
      if (isAt(selector)) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach " + selector + " of " + page.url());
  }

  private boolean isAt(String selector) {
    return (Boolean)
        page.evaluate("selector => document.activeElement.matches(selector)", selector);
  }

  /**
   * All that can be used, from the top to the end and out of it: nothing is left out, nothing holds
   * the focus.
   */
  public void walk() {
    page.evaluate(BEGIN);
    int turns = 0;
    for (int stops = 0; ; stops++) {
      Map<?, ?> seen = stop("Tab");
      turns +=
          stops > 0 && Boolean.TRUE.equals(seen.get("back")) && !"".equals(seen.get("at")) ? 1 : 0;
      if (Boolean.TRUE.equals(seen.get("again"))) {
        break;
      }
      assertThat(stops).as("stops on %s", page.url()).isLessThan(MOST_STOPS);
    }
    assertThat(String.valueOf(page.evaluate(LEFT)))
        .as("not reached on %s", page.url())
        .isEqualTo("[]");
    assertThat(turns).as("turns from the end to the top of %s", page.url()).isLessThanOrEqualTo(1);
  }

  private Map<?, ?> stop(String key) {
    page.evaluate(REMEMBER);
    page.keyboard().press(key);
    return look();
  }

  private Map<?, ?> look() {
    Map<?, ?> seen = (Map<?, ?>) page.evaluate(LOOK);
    assertThat(seen.get("problem")).as("%s of %s", seen.get("at"), page.url()).isEqualTo("");
    return seen;
  }

  /** Fails unless the page has put the focus there, where it is seen. */
  public void assertAt(String selector) {
    page.waitForFunction("selector => document.activeElement.matches(selector)", selector);
    look();
  }

  /** Into the field that has the focus, in place of what is there. */
  public void type(String text) {
    page.keyboard().press("Control+A");
    page.keyboard().type(text);
  }

  /** Tab to a field, then {@link #type}. */
  public void fill(String selector, String text) {
    tabTo(selector);
    type(text);
  }

  public void press(String key) {
    page.keyboard().press(key);
  }

  /** Tab to a link or a button, then Enter. */
  public void choose(String selector) {
    tabTo(selector);
    press("Enter");
  }
}
