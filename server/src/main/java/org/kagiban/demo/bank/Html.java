package org.kagiban.demo.bank;

import org.jspecify.annotations.Nullable;
import org.kagiban.web.Escape;
import org.kagiban.web.WebAnswer;

/**
 * The frame of each page, and the parts that pages share. Everything that is not markup is escaped.
 */
final class Html {
  private static final String FRAME =
      """
      <!doctype html>
      <html lang="ja"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s | 鍵番信用金庫</title>
      <link rel="icon" href="/favicon.svg" type="image/svg+xml">
      <link rel="stylesheet" href="/bank.css"><script type="module" src="/bank.js"></script>
      %s</head><body>
      <header><a class="brand" href="/main"><img src="/favicon.svg" alt="" width="32" height="32">
      <span>鍵番信用金庫 <span class="en" lang="en">Kagiban Shinkin, a sample</span></span></a>%s</header>
      <main><h1>%s</h1>
      %s</main>
      <footer><p>見本です。実在の金融機関ではありません。<span class="en" lang="en">A sample, no real bank.</span>
      お問い合わせ <span class="en" lang="en">Call</span> <span class="phone">%s</span></p></footer>
      </body></html>
      """;

  private static final String LOGOUT =
      "<form method=\"post\" action=\"/logout\"><button class=\"quiet\">ログアウト <span class=\"en\""
          + " lang=\"en\">Log out</span></button></form>";

  private Html() {}

  static WebAnswer page(Say title, boolean visiting, String main) {
    return page(title, visiting, 0, main);
  }

  /**
   * @param wait seconds after which a browser without scripts asks again; 0 for never
   */
  static WebAnswer page(Say title, boolean visiting, long wait, String main) {
    String refresh =
        wait == 0
            ? ""
            : "<noscript><meta http-equiv=\"refresh\" content=\"" + wait + "\"></noscript>\n";
    return WebAnswer.html(
        200,
        FRAME.formatted(
            Escape.html(title.ja()),
            refresh,
            visiting ? LOGOUT : "",
            title.html(),
            main,
            Words.TELEPHONE));
  }

  /** What went wrong, where the reader begins; empty for null. */
  static String summary(@Nullable Say problem) {
    return problem == null
        ? ""
        : "<div class=\"problem\" id=\"problem\" role=\"alert\" tabindex=\"-1\">%s</div>\n"
            .formatted(problem.html());
  }

  static String password(String name, Say label, @Nullable Say problem) {
    return input(
        name, label, "", "type=\"password\" maxlength=\"128\" autocomplete=\"off\"", problem);
  }

  static String text(String name, Say label, String value, String more, @Nullable Say problem) {
    return input(name, label, value, "type=\"text\" " + more, problem);
  }

  /** A field for a code; phones show digits. */
  static String code(@Nullable Say problem) {
    return input(
        "code",
        new Say("セキュリティコード", "Code"),
        "",
        "type=\"text\" class=\"code\" inputmode=\"numeric\" maxlength=\"12\""
            + " autocomplete=\"one-time-code\"",
        problem);
  }

  private static String input(
      String name, Say label, String value, String more, @Nullable Say problem) {
    String described =
        problem == null
            ? ""
            : " aria-invalid=\"true\" aria-describedby=\"%s-problem\"".formatted(name);
    String said =
        problem == null
            ? ""
            : "<span class=\"wrong\" id=\"%s-problem\">%s</span>".formatted(name, problem.html());
    return """
        <p class="field"><label for="%s">%s</label>
        <input id="%s" name="%s" value="%s" required %s%s>%s</p>
        """
        .formatted(name, label.html(), name, name, Escape.html(value), more, described, said);
  }

  /** A form; while {@code wait} seconds run, nothing can be entered. */
  static String form(String action, long wait, String fields, Say button) {
    String held =
        wait == 0
            ? ""
            : "<p class=\"wait\" role=\"timer\">あと <b data-wait=\"%d\">%d</b> 秒 <span class=\"en\" lang=\"en\">seconds to wait</span></p>"
                .formatted(wait, wait);
    return """
        %s<form method="post" action="%s"><fieldset%s>
        %s<button>%s</button></fieldset></form>
        """
        .formatted(held, action, wait == 0 ? "" : " disabled", fields, button.html());
  }
}
