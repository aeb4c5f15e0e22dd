package org.kagiban.demo.bank;

/** What the bank tells the customer about each outcome, and what to do next. */
final class Words {
  static final String TELEPHONE = "0120-000-000";

  /** The same for a wrong password and for a contract that does not exist. */
  static final Say PASSWORD =
      new Say(
          "契約者番号またはパスワードが違います。%d回続けて違うと、15分間受け付けません。".formatted(Guesses.LIMIT),
          "The contract ID or the password is not right. After %d wrong ones none is taken for 15 minutes."
              .formatted(Guesses.LIMIT));

  static final Say TOO_MANY =
      new Say(
          "続けて間違えたため、15分間受け付けません。お急ぎの方は %s へ。".formatted(TELEPHONE),
          "Too many wrong passwords: none is taken for 15 minutes. In a hurry? Call %s."
              .formatted(TELEPHONE));

  private Words() {}

  static Say of(Outcome outcome) {
    return switch (outcome.kind()) {
      case ACCEPTED -> new Say("確認できました。", "Confirmed.");
      case WRONG_CODE -> wrong(outcome.attempts());
      case REPLAYED ->
          new Say(
              "このコードは使用済みです。%d秒後に表示される次のコードを入力してください。".formatted(outcome.waitSeconds()),
              "This code was used already. Wait %d s and enter the next one."
                  .formatted(outcome.waitSeconds()));
      case LOCKED -> locked(outcome.waitSeconds());
      case SUSPENDED -> call("トークンは一時停止中です。", "The token is suspended.");
      case NOT_ENROLLED -> call("登録されたトークンがありません。", "No token is registered for you.");
      case EXPIRED -> call("トークンの有効期間外です。", "The token is not valid now; you need another.");
      case TOKEN_REFUSED ->
          call(
              "このトークンは登録できません。トークンIDをご確認ください。",
              "This token cannot be registered. Check the Token ID.");
      case HAS_TOKEN ->
          new Say(
              "トークンは登録済みです。そのコードでログインしてください。",
              "You have registered a token already. Log in with its code.");
      case CANNOT_SIGN ->
          call("このトークンでは振込に署名できません。", "This token cannot sign transfers; you need another.");
      case UNREADABLE ->
          new Say(
              "入力を読み取れませんでした。トークンの表示どおりに入力してください。",
              "That could not be read. Enter it exactly as the token shows it.");
      case UNAVAILABLE ->
          new Say(
              "ただいま確認できません。少し待って、もう一度お試しください。間違いの回数には数えていません。",
              "We cannot check codes just now. Try again shortly. Nothing was counted against you.");
      case FAULT -> call("手続きを続けられません。", "We cannot go on here.");
    };
  }

  private static Say wrong(int attempts) {
    return new Say(
        "コードが違います。あと%d回間違えるとロックされます。".formatted(attempts),
        "The code is not right. Attempts that remain: %d.".formatted(attempts));
  }

  private static Say locked(int wait) {
    if (wait == 0) {
      return call("トークンはロックされています。", "The token is locked.");
    }
    return call(
        "トークンはロックされています。%d秒後に解除されます。".formatted(wait),
        "The token is locked for another %d seconds.".formatted(wait));
  }

  private static Say call(String ja, String en) {
    return new Say(
        "%sお電話ください: %s(平日 9:00〜17:00)。".formatted(ja, TELEPHONE),
        "%s Please call %s (weekdays 9:00 to 17:00).".formatted(en, TELEPHONE));
  }
}
