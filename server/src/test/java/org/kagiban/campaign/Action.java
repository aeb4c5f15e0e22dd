package org.kagiban.campaign;

/**
 * What a request asks of a token: its body, as far as the rules see it. Equal where the body is.
 */
sealed interface Action {

  /**
   * The token's own code.
   *
   * @param kind login or signature
   * @param factor its time step or counter
   */
  record RightCode(Kind kind, long factor) implements Action {}

  /**
   * A code that is right at no step that any server's clock may have.
   *
   * @param code tells two of them apart
   */
  record WrongCode(Kind kind, String code) implements Action {}

  /** The help desk's. */
  record Unlock() implements Action {}

  /** Login codes and signatures have watermarks of their own, and count wrong codes together. */
  enum Kind {
    LOGIN,
    SIGNATURE
  }
}
