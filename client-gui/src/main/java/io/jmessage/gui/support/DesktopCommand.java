package io.jmessage.gui.support;

import java.util.List;

/** Commands that show a notice on a Linux desktop, the better one first, and how each takes it. */
enum DesktopCommand {
  NOTIFY_SEND("notify-send") {
    @Override
    List<String> arguments(String title, String text) {
      return List.of(
          "--app-name=Jmessage",
          "--category=im.received",
          "--expire-time=" + SHOWN_MILLIS,
          // A text that begins with a dash is no option.
          "--",
          plain(title),
          // It takes the escapes of C in the text, and in the text only.
          markup(text).replace("\\", "\\\\"));
    }
  },
  GDBUS("gdbus") {
    @Override
    List<String> arguments(String title, String text) {
      return List.of(
          "call",
          "--session",
          "--dest=org.freedesktop.Notifications",
          "--object-path=/org/freedesktop/Notifications",
          "--method=org.freedesktop.Notifications.Notify",
          quoted("Jmessage"),
          "0",
          quoted(""),
          quoted(plain(title)),
          quoted(markup(text)),
          "[]",
          "{}",
          SHOWN_MILLIS);
    }
  };

  private static final String SHOWN_MILLIS = "6000";

  private final String fileName;

  DesktopCommand(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  /** What follows the name of the command. */
  abstract List<String> arguments(String title, String text);

  /** No argument of a process holds a null character, and no notice needs the others. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /** The body of a notice may have markup; what people write has none. */
  private static String markup(String text) {
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A string as the text form of GVariant has it. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
