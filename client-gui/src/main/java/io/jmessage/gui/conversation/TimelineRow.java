package io.jmessage.gui.conversation;

import java.time.LocalDate;

/** What a conversation shows below each other. */
public sealed interface TimelineRow permits TimelineRow.Day, TimelineRow.Unread, MessageRow {

  /** A new day begins. */
  record Day(LocalDate date) implements TimelineRow {}

  /** What follows was unread when the conversation was opened. */
  record Unread() implements TimelineRow {}
}
