package org.kagiban.web;

/** What answers at one path. Called by many threads at once. */
@FunctionalInterface
public interface Page {
  /**
   * Answers. An exception becomes status 500 and a line in the log, with its type alone: its
   * message may hold what somebody typed.
   */
  WebAnswer answer(WebRequest request) throws Exception;
}
