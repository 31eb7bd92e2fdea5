package io.jmessage.terminal.screen;

import java.util.List;

/** What the screen shows: as many lines as it has rows, each exactly as wide as it is. */
record Frame(List<Line> lines, int cursorRow, int cursorColumn) {}
