package org.kagiban.demo.bank;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kagiban.web.Escape;
import org.kagiban.web.Routes;
import org.kagiban.web.WebAnswer;

/** Balance and the last transfers. */
final class MainPage {
  private static final Say TITLE = new Say("メインページ", "Main page");
  private static final int SHOWN = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
          .withZone(ZoneId.of("Asia/Tokyo"));

  private final Desk desk;

  MainPage(Desk desk) {
    this.desk = desk;
  }

  void addTo(Routes routes) {
    routes.get("/main", desk.only(Visit.Stage.IN, (request, visit) -> show(visit)));
  }

  private WebAnswer show(Visit visit) {
    String rows =
        desk.book().transfers(visit.contract()).stream()
            .limit(SHOWN)
            .map(MainPage::row)
            .collect(Collectors.joining());
    String last =
        rows.isEmpty()
            ? "<p>まだありません。<span class=\"en\" lang=\"en\">None yet.</span></p>"
            : "<ol>" + rows + "</ol>";
    return Html.page(
        TITLE,
        true,
        """
        <p>契約者番号 %s 様</p>
        <h2>普通預金の残高 <span class="en" lang="en">Balance</span></h2>
        <p class="money" id="balance">%,d円</p>
        <p><a class="button" href="/transfer">振込 <span class="en" lang="en">Transfer</span></a></p>
        <h2>最近の振込 <span class="en" lang="en">Last transfers</span></h2>
        %s
        """
            .formatted(Escape.html(visit.contract()), desk.book().balance(visit.contract()), last));
  }

  private static String row(Transfer one) {
    return "<li><span>%s<br>%s</span><b>%,d円</b></li>\n"
        .formatted(TIME.format(one.time()), Escape.html(one.payee()), one.amount());
  }
}
