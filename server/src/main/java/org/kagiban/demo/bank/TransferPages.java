package org.kagiban.demo.bank;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kagiban.web.Escape;
import org.kagiban.web.Routes;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** A transfer: entered, signed on the token, executed once. */
final class TransferPages {
  private static final Say TITLE = new Say("振込", "Transfer");
  private static final Say CONFIRM = new Say("振込内容の確認", "Confirm the transfer");
  private static final Say DONE = new Say("振込を受け付けました", "The transfer was executed");
  private static final Say CHECK = new Say("入力内容をご確認ください。", "Please check what you entered.");
  private static final Say SHORT = new Say("残高が不足しています。", "The balance does not suffice.");

  private static final String COMPARE =
      """
      <p>トークンで「署名」を開き、トークンの画面の振込先と金額が<strong>上と同じか</strong>を確かめてから、表示されたコードを入力してください。違う場合は入力せずにお電話ください。
      <span class="en" lang="en">Sign on your token. Enter its code only if the token itself shows the payee and the amount above; if they differ, stop and call us.</span></p>
      """;

  private final Desk desk;
  private final Supplier<String> tokenUrl;

  /**
   * @param tokenUrl of the software token's page; empty while there is none
   */
  TransferPages(Desk desk, Supplier<String> tokenUrl) {
    this.desk = desk;
    this.tokenUrl = tokenUrl;
  }

  void addTo(Routes routes) {
    routes
        .get("/transfer", desk.only(Visit.Stage.IN, (request, visit) -> form(visit)))
        .post("/transfer", desk.only(Visit.Stage.IN, this::enter))
        .get("/confirm", desk.only(Visit.Stage.IN, (request, visit) -> confirm(visit)))
        .post("/confirm", desk.only(Visit.Stage.IN, this::execute))
        .get("/done", desk.only(Visit.Stage.IN, this::done));
  }

  private WebAnswer form(Visit visit) {
    OrderForm form = visit.takeRefused();
    String fields =
        field(form, "bank", "金融機関名", "Bank", "")
            + field(form, "branch", "支店名", "Branch", "")
            + field(
                form, "account", "口座番号(普通)", "Account", "inputmode=\"numeric\" maxlength=\"14\"")
            + field(form, "name", "受取人名", "Payee's name", "")
            + field(
                form, "amount", "金額(円)", "Amount, yen", "inputmode=\"numeric\" maxlength=\"14\"");
    Say notice = visit.takeNotice();
    return Html.page(
        TITLE,
        true,
        Html.summary(form.good() ? notice : CHECK)
            + Html.form("/transfer", 0, fields, new Say("確認へ", "Go on")));
  }

  private static String field(OrderForm form, String name, String ja, String en, String more) {
    return Html.text(
        name,
        new Say(ja, en),
        form.value(name),
        more + " autocomplete=\"off\"",
        form.problem(name));
  }

  private WebAnswer enter(WebRequest request, Visit visit) {
    OrderForm form = OrderForm.read(request, desk.book().balance(visit.contract()));
    if (!form.good()) {
      visit.refused(form);
      return WebAnswer.redirect("/transfer");
    }
    visit.order(form.order());
    return WebAnswer.redirect("/confirm");
  }

  private WebAnswer confirm(Visit visit) {
    Order order = visit.order();
    if (order == null) {
      return WebAnswer.redirect("/transfer");
    }
    Say problem = visit.takeNotice();
    long wait = desk.waitSeconds(visit);
    String fields =
        "<input type=\"hidden\" name=\"order\" value=\"%s\">".formatted(order.id())
            + Html.code(problem);
    return Html.page(
        CONFIRM,
        true,
        wait,
        Html.summary(problem)
            + details(order.payee(), order.amount())
            + COMPARE
            + tokenLink(order)
            + Html.form("/confirm", wait, fields, new Say("振り込む", "Transfer")));
  }

  static String details(String payee, long amount) {
    return """
        <dl><dt>振込先 <span class="en" lang="en">payee</span></dt><dd>%s</dd>
        <dt>金額 <span class="en" lang="en">amount</span></dt><dd>%,d円 <span class="en" lang="en">%d JPY</span></dd></dl>
        """
        .formatted(Escape.html(payee), amount, amount);
  }

  private String tokenLink(Order order) {
    String url = tokenUrl.get();
    if (url.isEmpty()) {
      return "";
    }
    String link =
        "%s/#sign?payee=%s&amount=%s"
            .formatted(url, encoded(order.payee()), encoded(order.signedAmount()));
    return """
        <p><a class="button second" target="_blank" rel="noopener" href="%s">トークンで開く <span class="en" lang="en">Open in the token</span></a></p>
        """
        .formatted(Escape.html(link));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private WebAnswer execute(WebRequest request, Visit visit) throws InterruptedException {
    String id = request.form("order");
    // A second click or a reload: it was executed, and is shown.
    if (desk.book().find(visit.contract(), id) != null) {
      return WebAnswer.redirect("/done?order=" + id);
    }
    Order order = visit.order();
    if (order == null || !order.id().equals(id)) {
      return WebAnswer.redirect("/confirm");
    }
    if (order.amount() > desk.book().balance(visit.contract())) {
      return refuse(visit, SHORT);
    }
    String code = Desk.narrow(request.form("code"));
    String requestId = visit.requestId("sign " + id + " " + code);
    Outcome outcome = desk.codes().sign(requestId, visit.contract(), order, code);
    visit.came(outcome, desk.clock().instant());
    return outcome.accepted()
        ? executed(visit, order, outcome.event())
        : WebAnswer.redirect("/confirm");
  }

  private WebAnswer executed(Visit visit, Order order, String event) {
    Transfer transfer =
        new Transfer(order.id(), desk.clock().instant(), order.payee(), order.amount(), event);
    // Another session of the customer may have spent the money in between.
    if (!desk.book().execute(visit.contract(), transfer)) {
      return refuse(visit, SHORT);
    }
    visit.order(null);
    return WebAnswer.redirect("/done?order=" + order.id());
  }

  private static WebAnswer refuse(Visit visit, Say why) {
    visit.order(null);
    visit.notice(why);
    return WebAnswer.redirect("/transfer");
  }

  private WebAnswer done(WebRequest request, Visit visit) {
    @Nullable Transfer transfer = desk.book().find(visit.contract(), request.query("order"));
    if (transfer == null) {
      return WebAnswer.redirect("/main");
    }
    return Html.page(
        DONE,
        true,
        details(transfer.payee(), transfer.amount())
            + """
              <p>監査記録の番号 <span class="en" lang="en">Audit event</span><br><code id="event">%s</code></p>
              <p><a class="button" href="/main">メインページへ <span class="en" lang="en">Main page</span></a></p>
              """
                .formatted(Escape.html(transfer.event())));
  }
}
