package org.kagiban.demo.bank;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kagiban.web.Routes;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** 利用開始, after the login password: Token ID, code, and the funds-transfer password twice. */
final class RegisterPages {
  private static final Say TITLE = new Say("トークンの登録", "Register the token");
  private static final Say DONE = new Say("登録が完了しました", "The registration is complete");
  private static final Say DIFFER =
      new Say("2回の資金移動用パスワードが一致しません。", "The two funds-transfer passwords differ.");

  private static final String INTRO =
      """
      <p>トークンの画面のとおりに入力してください。
      <span class="en" lang="en">Enter what your token shows.</span></p>
      """;

  private static final String COMPLETE =
      """
      <p>次回から、ログイン時にトークンのコードを入力していただきます。
      <span class="en" lang="en">From now on, login asks for the code that your token shows.</span></p>
      <p>いま使ったコードは使用済みです。次のコードが表示されてからログインしてください。
      <span class="en" lang="en">The code you just entered is used up: log in with the next one.</span></p>
      <p><a class="button" href="/code">ログインへ <span class="en" lang="en">Go to login</span></a></p>
      """;

  private final Desk desk;

  RegisterPages(Desk desk) {
    this.desk = desk;
  }

  void addTo(Routes routes) {
    routes
        .get("/register", desk.only(Visit.Stage.REGISTER, (request, visit) -> form(visit)))
        .post("/register", desk.only(Visit.Stage.REGISTER, this::register))
        .get(
            "/registered",
            desk.only(Visit.Stage.CODE, (request, visit) -> Html.page(DONE, true, COMPLETE)));
  }

  private WebAnswer form(Visit visit) {
    Say codeProblem = visit.takeNotice();
    Say fundsProblem = visit.takeFundsNotice();
    String fields =
        Html.text(
                "token",
                new Say("トークンID", "Token ID"),
                visit.token(),
                "maxlength=\"32\" autocapitalize=\"characters\" autocomplete=\"off\""
                    + " spellcheck=\"false\"",
                null)
            + Html.code(codeProblem)
            + Html.password("funds", new Say("資金移動用パスワード", "Funds-transfer password"), fundsProblem)
            + Html.password("again", new Say("資金移動用パスワード(確認)", "The same again"), null);
    long wait = desk.waitSeconds(visit);
    return Html.page(
        TITLE,
        true,
        wait,
        Html.summary(codeProblem == null ? fundsProblem : codeProblem)
            + INTRO
            + Html.form("/register", wait, fields, new Say("登録する", "Register")));
  }

  private WebAnswer register(WebRequest request, Visit visit) throws InterruptedException {
    String token = Desk.narrow(request.form("token")).toUpperCase(Locale.ROOT);
    // Never an answer to the POST: a reload would send the code again, and a wrong one counts.
    visit.token(token);
    Say wrong = fundsProblem(request, visit);
    if (wrong != null) {
      // Before Kagiban is asked: the code stays good.
      visit.fundsNotice(wrong);
      return WebAnswer.redirect("/register");
    }
    String code = Desk.narrow(request.form("code"));
    String id = visit.requestId("enroll " + token + " " + code);
    Outcome outcome = desk.codes().enroll(id, visit.contract(), token, code);
    visit.came(outcome, desk.clock().instant());
    boolean known = outcome.kind() == Outcome.Kind.HAS_TOKEN;
    if (!outcome.accepted() && !known) {
      return WebAnswer.redirect("/register");
    }
    // Also where an answer was lost and Kagiban knows more than the book: the code will tell.
    desk.book().beginsToUse(visit.contract());
    visit.stage(Visit.Stage.CODE);
    if (known) {
      visit.notice(Words.of(outcome));
    }
    return desk.visits().begin(request, visit, WebAnswer.redirect(known ? "/code" : "/registered"));
  }

  private @Nullable Say fundsProblem(WebRequest request, Visit visit) {
    String funds = request.form("funds");
    if (!funds.equals(request.form("again"))) {
      return DIFFER;
    }
    Contract contract = desk.book().find(visit.contract());
    return desk.refuse(
        "funds", visit.contract(), contract == null ? null : contract.funds(), funds);
  }
}
