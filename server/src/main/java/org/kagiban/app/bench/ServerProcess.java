package org.kagiban.app.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link BenchServer}: it ends when this is closed, and when this process ends. */
final class ServerProcess implements AutoCloseable {
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 20;

  /** What waited has to be signed first. */
  private static final long LOG_SECONDS = 60;

  private static final String PKCS11 =
      "jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED";

  /** A KEK's template points into it. */
  private static final String BUFFERS = "java.base/sun.nio.ch=ALL-UNNAMED";

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;

  private ServerProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  /**
   * @param jvmOptions of the server's JVM, besides those that it needs
   */
  static ServerProcess start(BenchFolder folder, List<String> jvmOptions) throws IOException {
    return new ServerProcess(builder(folder, jvmOptions, BenchServer.class).start());
  }

  /** Makes the KEK of a server with wrapped seeds, before that starts. */
  static void makeKek(BenchFolder folder) throws IOException {
    Process process = builder(folder, List.of(), BenchKek.class).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new BenchException("the KEK could not be made:\n" + LogTail.of(folder.log()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static ProcessBuilder builder(
      BenchFolder folder, List<String> jvmOptions, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-exports", PKCS11, "--add-exports", BUFFERS));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), folder.path().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SOFTHSM2_CONF", folder.softHsmSettings().toString());
    builder.redirectError(folder.log().toFile());
    return builder;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** The next line that the server says, in words. */
  String[] answer(long seconds) {
    String line;
    try {
      line = CompletableFuture.supplyAsync(this::readLine).get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("the server says nothing", e);
    }
    if (line.isEmpty()) {
      throw new BenchException("the server has ended");
    }
    return line.split(" ");
  }

  /** The ports that it serves: the real one, and that of empty calls. */
  int[] ports() {
    String[] words = answer(START_SECONDS);
    return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
  }

  /** Switches the signing of the log; when this returns, it is so. */
  void log(boolean on) {
    String order = BenchServer.LOG_ORDER + (on ? "on" : "off");
    order(order);
    if (!String.join(" ", answer(LOG_SECONDS)).equals(order)) {
      throw new BenchException("the server does not switch its log");
    }
  }

  void order(String line) {
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new BenchException("the server has ended", e);
    }
  }

  private String readLine() {
    try {
      String line = answers.readLine();
      while (line != null && !line.startsWith(BenchServer.ANSWER)) {
        line = answers.readLine();
      }
      return line == null ? "" : line.substring(BenchServer.ANSWER.length());
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      orders.close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
