package org.kagiban.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.AuditJson;
import org.kagiban.cli.CliException;
import org.kagiban.cli.Progress;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What takes long, one at a time on a thread of its own, and what the last ones said. Thread-safe.
 */
final class Jobs {
  static final String MODULE = "job.mjs";
  private static final int KEPT = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final Map<String, String> results =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEPT;
        }
      };
  private @Nullable String running;
  private String step = "";
  private long done;
  private long total;

  /** Something to do. */
  @FunctionalInterface
  interface Task {
    /** Gives HTML for the page that began it. */
    String run(Progress progress);
  }

  /**
   * Begins it.
   *
   * @throws CliException (usage) where something else is being done
   */
  synchronized void start(String name, Task task) {
    if (running != null) {
      throw CliException.usage("one thing at a time: wait until the other one is done");
    }
    running = name;
    at("starting", 0, 0);
    Thread thread = new Thread(() -> finish(name, said(task)), "console-job");
    thread.setDaemon(true);
    thread.start();
  }

  private String said(Task task) {
    try {
      return task.run(this::at);
    } catch (CliException e) {
      return Html.box("bad", "<p>" + Html.text(Html.why(e)) + "</p>");
    } catch (RuntimeException e) {
      LOG.error("a task of the console failed", e);
      return Html.box("bad", "<p>It failed for a reason that is in the command's own log.</p>");
    }
  }

  private synchronized void at(String what, long read, long all) {
    step = what;
    done = read;
    total = all;
  }

  private synchronized void finish(String name, String html) {
    results.remove(name);
    results.put(name, html);
    running = null;
  }

  /** How far it is, for the page's script. */
  synchronized WebAnswer progress(WebRequest request) {
    boolean runs = request.query("name").equals(running);
    return WebAnswer.json(
        200,
        AuditJson.of(
            Map.of("running", runs, "text", runs ? text() : "", "done", done, "total", total)));
  }

  private String text() {
    return total > 0 ? "%s: %,d of %,d".formatted(step, done, total) : step;
  }

  /**
   * A page's part for one thing: how far it is, or the form that begins it and what it last said.
   *
   * @param form HTML
   */
  synchronized String html(String name, String form) {
    if (name.equals(running)) {
      return """
          <div id="job" data-name="%s"><p id="job-text" role="status">%s</p>
          <progress id="job-bar" aria-labelledby="job-text" max="%d" value="%d"></progress></div>
          """
          .formatted(Html.text(name), Html.text(text()), Math.max(1, total), done);
    }
    return form + "<div class=\"result\">" + results.getOrDefault(name, "") + "</div>\n";
  }
}
