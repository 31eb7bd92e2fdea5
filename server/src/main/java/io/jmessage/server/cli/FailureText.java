package io.jmessage.server.cli;

import java.nio.file.FileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in one line why something failed: the message, and what was at the bottom of it. */
final class FailureText {

  private static final int CAUSES_MAX = 20;

  private FailureText() {}

  static String of(Throwable failure) {
    String text = text(failure);
    String root = text(root(failure));
    return (text.contains(root) ? text : text + ": " + root).replaceAll("\\s*\\R\\s*", " ");
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int i = 0; i < CAUSES_MAX; i++) {
      @Nullable Throwable cause = root.getCause();
      if (cause == null) {
        break;
      }
      root = cause;
    }
    return root;
  }

  private static String text(Throwable failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + words(failure); // Its message is only the name of the file.
    }
    String message = failure.getMessage();
    return message == null || message.isBlank() ? words(failure) : message;
  }

  /** AccessDeniedException: "access denied". */
  private static String words(Throwable failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
