package org.kagiban.demo.bank;

import org.kagiban.web.Escape;

/**
 * One sentence for customers, in both languages; plain text, escaped when it is shown.
 *
 * @param ja Japanese
 * @param en English, shown beside it
 */
record Say(String ja, String en) {
  String html() {
    return "<span>%s</span> <span class=\"en\" lang=\"en\">%s</span>"
        .formatted(Escape.html(ja), Escape.html(en));
  }
}
