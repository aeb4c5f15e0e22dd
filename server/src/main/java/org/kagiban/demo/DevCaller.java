package org.kagiban.demo;

/** The callers that the development PKI has certificates for. */
public enum DevCaller {
  INTERNET_BANKING("internet-banking", "channel", "channel"),
  HELP_DESK("help-desk", "operator", "operator"),
  CUSTODIAN_1("custodian-1", "custodian", "custodian-1"),
  CUSTODIAN_2("custodian-2", "custodian", "custodian-2"),
  AUDITOR("auditor", "auditor", "auditor");

  private final String id;
  private final String role;
  private final String connectName;

  DevCaller(String id, String role, String connectName) {
    this.id = id;
    this.role = role;
    this.connectName = connectName;
  }

  /** The certificate's common name, and its files' name. */
  public String id() {
    return id;
  }

  /** As the server's configuration spells it. */
  public String role() {
    return role;
  }

  /** The certificate's subject, RFC 2253. */
  public String subject() {
    return DevPki.subject(id);
  }

  String connectFile() {
    return connectName + ".yaml";
  }
}
