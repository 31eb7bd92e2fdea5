package io.jmessage.terminal.screen;

import java.util.List;

/** The keys, as docs/terminal.md has them. */
final class HelpText {
  private static final String KEYS =
      """
      Anywhere     Ctrl-C ends   Ctrl-L draws anew   ? this help
      List         j k Up Down  move      Enter  open and write   l Right  open
                   n next unread          w  find people   Esc  back   L L  log out
                   A  sessions and password    m  do not disturb
      Messages     j k Up Down, J K PgDn PgUp  scroll      G End  newest
                   Enter r  write    h Left Esc  list    n  next unread
                   R  send failed again     e  edit it     D  drop it
      Writing      Enter Ctrl-D  send    Alt-Enter  new line    Esc  messages    Tab  list
                   Ctrl-A Ctrl-E Ctrl-W Ctrl-U Ctrl-K as in a shell
      States       waiting (kept on this disk) > stored on k of n > delivered > read
      Any key ends this help.""";

  private HelpText() {}

  static List<String> lines() {
    return KEYS.lines().map(line -> " " + line).toList();
  }
}
