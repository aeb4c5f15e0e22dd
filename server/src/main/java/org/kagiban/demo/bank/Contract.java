package org.kagiban.demo.bank;

/** A customer of the bank: contract ID (契約者番号), and hashes of the two passwords. */
final class Contract {
  private final String id;
  private final String login;
  private final String funds;

  Contract(String id, String login, String funds) {
    this.id = id;
    this.login = login;
    this.funds = funds;
  }

  String login() {
    return login;
  }

  /** Of the funds-transfer password (資金移動用パスワード). */
  String funds() {
    return funds;
  }

  @Override
  public String toString() {
    return "Contract[" + id + "]";
  }
}
