package org.kagiban.demo.bank;

import org.jspecify.annotations.Nullable;
import org.kagiban.web.Routes;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** Login: contract ID and password, then the code. 利用開始 begins with the same password. */
final class LoginPages {
  private static final Say LOGIN = new Say("ログイン", "Log in");
  private static final Say BEGIN = new Say("トークンの利用開始", "Begin to use a token");
  private static final Say CODE = new Say("セキュリティコードの入力", "Enter the code");
  private static final Say NEXT = new Say("次へ", "Next");

  private static final int LONGEST_ID = 32;

  private static final String TO_BEGIN =
      """
      <h2>はじめての方 <span class="en" lang="en">New here?</span></h2>
      <p><a class="button second" href="/begin">利用開始 <span class="en" lang="en">Begin to use a token</span></a></p>
      """;

  private static final String BEGIN_INTRO =
      """
      <p>お手元にトークン、契約者番号、ログインパスワードをご用意ください。
      <span class="en" lang="en">Have your token, contract ID and login password at hand.</span></p>
      """;

  private static final String CODE_INTRO =
      """
      <p>トークンに表示されている6桁のコードを入力してください。
      <span class="en" lang="en">Enter the 6 digits that your token shows.</span></p>
      """;

  private final Desk desk;

  LoginPages(Desk desk) {
    this.desk = desk;
  }

  void addTo(Routes routes) {
    routes
        .get("/", request -> start(request, false))
        .post("/login", request -> password(request, false))
        .get("/begin", request -> start(request, true))
        .post("/begin", request -> password(request, true))
        .get("/code", desk.only(Visit.Stage.CODE, (request, visit) -> askCode(visit)))
        .post("/code", desk.only(Visit.Stage.CODE, this::code))
        .post("/logout", request -> desk.visits().end(request, WebAnswer.redirect("/")));
  }

  /**
   * After a wrong password with what was typed: said here, where a reload guesses nothing again.
   */
  private WebAnswer start(WebRequest request, boolean begins) {
    Visit refused = desk.outside().of(request);
    if (refused == null) {
      return begins ? begin("", null) : login("", null);
    }
    @Nullable Say problem;
    synchronized (refused) {
      problem = refused.takeNotice();
    }
    String contract = refused.contract();
    return desk.outside()
        .end(request, begins ? begin(contract, problem) : login(contract, problem));
  }

  private static WebAnswer login(String contract, @Nullable Say problem) {
    return Html.page(LOGIN, false, passwordForm("/login", contract, problem) + TO_BEGIN);
  }

  private static WebAnswer begin(String contract, @Nullable Say problem) {
    return Html.page(BEGIN, false, BEGIN_INTRO + passwordForm("/begin", contract, problem));
  }

  private static String passwordForm(String action, String contract, @Nullable Say problem) {
    String fields =
        Html.text(
                "contract",
                new Say("契約者番号", "Contract ID"),
                contract,
                "inputmode=\"numeric\" maxlength=\"32\" autocomplete=\"username\"",
                null)
            + Html.password("password", new Say("ログインパスワード", "Login password"), problem);
    return Html.summary(problem) + Html.form(action, 0, fields, NEXT);
  }

  private WebAnswer password(WebRequest request, boolean begins) {
    String typed = Desk.narrow(request.form("contract"));
    // As long as the field takes: what is counted for each ID fills no memory.
    String contract = typed.substring(0, Math.min(typed.length(), LONGEST_ID));
    Contract found = desk.book().find(contract);
    Say problem =
        desk.refuse(
            "login", contract, found == null ? null : found.login(), request.form("password"));
    if (problem != null) {
      Visit refused = new Visit(contract, Visit.Stage.OUTSIDE);
      refused.notice(problem);
      return desk.outside().begin(request, refused, WebAnswer.redirect(begins ? "/begin" : "/"));
    }
    boolean usesToken = desk.book().usesToken(contract);
    Visit visit = new Visit(contract, usesToken ? Visit.Stage.CODE : Visit.Stage.REGISTER);
    if (begins && usesToken) {
      visit.notice(Words.of(new Outcome(Outcome.Kind.HAS_TOKEN, 0, -1, "")));
    }
    return desk.visits().begin(request, visit, WebAnswer.redirect(Desk.home(visit.stage())));
  }

  private WebAnswer askCode(Visit visit) {
    Say problem = visit.takeNotice();
    long wait = desk.waitSeconds(visit);
    return Html.page(
        CODE,
        true,
        wait,
        Html.summary(problem) + CODE_INTRO + Html.form("/code", wait, Html.code(problem), LOGIN));
  }

  private WebAnswer code(WebRequest request, Visit visit) throws InterruptedException {
    String code = Desk.narrow(request.form("code"));
    String id = visit.requestId("login " + code);
    Outcome outcome = desk.codes().login(id, visit.contract(), code);
    visit.came(outcome, desk.clock().instant());
    if (!outcome.accepted()) {
      return WebAnswer.redirect("/code");
    }
    visit.stage(Visit.Stage.IN);
    // What was known before the code is worth nothing after it.
    return desk.visits().begin(request, visit, WebAnswer.redirect("/main"));
  }
}
