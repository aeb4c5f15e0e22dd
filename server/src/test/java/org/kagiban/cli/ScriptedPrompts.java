package org.kagiban.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Somebody at the terminal who answers as the test says, and what they were shown. */
final class ScriptedPrompts implements Prompts {
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> shown = new ArrayList<>();
  private boolean available = true;

  ScriptedPrompts(String... answers) {
    this.answers.addAll(List.of(answers));
  }

  static ScriptedPrompts nobody() {
    ScriptedPrompts prompts = new ScriptedPrompts();
    prompts.available = false;
    return prompts;
  }

  /** What stood on the screen: all but what was typed hidden. */
  String screen() {
    return String.join("\n", shown);
  }

  int left() {
    return answers.size();
  }

  @Override
  public boolean available() {
    return available;
  }

  @Override
  public void say(String text) {
    shown.add(text);
  }

  @Override
  public String line(String question) {
    String answer = next(question);
    shown.add(question + answer);
    return answer;
  }

  @Override
  public char[] hidden(String question) {
    shown.add(question);
    return next(question).toCharArray();
  }

  private String next(String question) {
    if (answers.isEmpty()) {
      throw new AssertionError("nobody expected to be asked: " + question);
    }
    return answers.remove();
  }
}
