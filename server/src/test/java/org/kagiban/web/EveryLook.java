package org.kagiban.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import java.util.List;

/**
 * One page as different people see it: on a phone and on a desktop, light and dark, on a narrow
 * screen, with large text, with the system's own colours, without motion.
 */
public final class EveryLook {
  /** Each width in each scheme, and pictures of them: {@code -Dkagiban.test.looks=all}. */
  static final boolean ALL = "all".equals(System.getProperty("kagiban.test.looks"));

  /** WCAG 1.4.10: no scrolling to both sides down to this width, in CSS pixels. */
  private static final int NARROWEST = 320;

  private static final int HEIGHT = 844;

  /** What sticks out to the right; the whole page scrolls sideways then. */
  private static final String TOO_WIDE =
"""
() => document.documentElement.scrollWidth <= innerWidth ? [] : ['the page, by ' + (document.documentElement.scrollWidth - innerWidth),
    ...[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wide > *'))
        .map((e) => e.tagName + '#' + e.id + '.' + e.className)]
""";

  /** Buttons and fields without an edge: forced colours take their backgrounds away. */
  private static final String EDGELESS =
"""
() => [...document.querySelectorAll('button, .button, input:not([type=radio], [type=hidden]), select')]
    .filter((e) => e.checkVisibility())
    .filter((e) => getComputedStyle(e).borderBottomStyle === 'none' || parseFloat(getComputedStyle(e).borderBottomWidth) < 1)
    .map((e) => e.tagName + '#' + e.id)
""";

  /** What still moves where no motion is wanted. */
  private static final String MOVING =
"""
() => document.getAnimations().filter((a) => a.playState === 'running')
    .map((a) => (a.animationName ?? a.transitionProperty) + ' of ' + a.effect.target.tagName + '#' + a.effect.target.id)
""";

  private record Look(String name, int width, ColorScheme scheme) {}

  private static final int PHONE = 390;
  private static final int DESKTOP = 1280;

  /** Both widths and both schemes: colours do not depend on the width. */
  private static final List<Look> TWO =
      List.of(
          new Look("phone", PHONE, ColorScheme.LIGHT),
          new Look("desktop-dark", DESKTOP, ColorScheme.DARK));

  private static final List<Look> FOUR =
      List.of(
          TWO.get(0),
          new Look("phone-dark", PHONE, ColorScheme.DARK),
          new Look("desktop", DESKTOP, ColorScheme.LIGHT),
          TWO.get(1));

  private EveryLook() {}

  /**
   * Fails where the page is not good in one of its looks; leaves it as wide as it was, and light.
   *
   * @param name of the screenshots
   */
  public static void assertGood(Page page, String name) {
    ViewportSize before = page.viewportSize();
    for (Look look : ALL ? FOUR : TWO) {
      show(page, look);
      assertThat(Axe.violations(page)).as("%s, %s", name, look.name()).isEmpty();
      if (ALL) {
        Browser.screenshot(page, name + "-" + look.name());
      }
    }
    page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertFits(page, name);
    assertEdges(page, name);
    assertStill(page, name);
    page.setViewportSize(before.width, before.height);
  }

  private static void show(Page page, Look look) {
    page.setViewportSize(look.width(), HEIGHT);
    page.emulateMedia(new EmulateMediaOptions().setColorScheme(look.scheme()));
  }

  private static void assertFits(Page page, String name) {
    page.setViewportSize(NARROWEST, HEIGHT);
    assertThat((List<?>) page.evaluate(TOO_WIDE)).as(name + ", 320 px wide").isEmpty();
    page.evaluate("document.documentElement.style.fontSize = '200%'");
    for (int width : new int[] {PHONE, DESKTOP}) {
      page.setViewportSize(width, HEIGHT);
      assertThat((List<?>) page.evaluate(TOO_WIDE))
          .as("%s, text of 200 %%, %d px wide", name, width)
          .isEmpty();
    }
    page.evaluate("document.documentElement.style.fontSize = ''");
  }

  private static void assertEdges(Page page, String name) {
    page.emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    assertThat((List<?>) page.evaluate(EDGELESS)).as(name + ", forced colours").isEmpty();
    page.emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.NONE));
  }

  private static void assertStill(Page page, String name) {
    page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    assertThat((List<?>) page.evaluate(MOVING)).as(name + ", without motion").isEmpty();
    page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
  }
}
