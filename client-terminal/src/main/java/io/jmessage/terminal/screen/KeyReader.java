package io.jmessage.terminal.screen;

import io.jmessage.terminal.screen.Key.Kind;
import java.util.function.Consumer;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** Turns what the terminal sends into keys, on a thread of its own until the input ends. */
final class KeyReader {
  static final String PASTE_ON = "\u001b[?2004h";
  static final String PASTE_OFF = "\u001b[?2004l";
  private static final String PASTE_BEGINS = "\u001b[200~";
  private static final String PASTE_ENDS = "\u001b[201~";

  private final BindingReader reader;
  private final KeyMap<Kind> keys;

  KeyReader(Terminal terminal) {
    reader = new BindingReader(terminal.reader());
    keys = bindings(terminal);
  }

  void readAll(Consumer<Key> sink) {
    Kind kind = reader.readBinding(keys);
    while (kind != null) {
      sink.accept(key(kind));
      kind = reader.readBinding(keys);
    }
    sink.accept(Key.of(Kind.QUIT)); // the terminal is gone
  }

  private Key key(Kind kind) {
    return switch (kind) {
      case TEXT -> Key.text(reader.getLastBinding());
      case PASTE -> new Key(Kind.PASTE, pasted());
      default -> Key.of(kind);
    };
  }

  private String pasted() {
    String text = reader.readStringUntil(PASTE_ENDS);
    return text == null ? "" : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static KeyMap<Kind> bindings(Terminal terminal) {
    KeyMap<Kind> keys = new KeyMap<>();
    keys.setUnicode(Kind.TEXT);
    keys.setNomatch(Kind.NONE);
    keys.setAmbiguousTimeout(100);
    keys.bind(Kind.TEXT, KeyMap.range(" -~"));
    keys.bind(Kind.ENTER, "\r", "\n");
    keys.bind(Kind.NEW_LINE, "\u001b\r", "\u001b\n");
    keys.bind(Kind.TAB, "\t");
    keys.bind(Kind.BACK_TAB, "\u001b[Z");
    keys.bind(Kind.ESCAPE, "\u001b");
    keys.bind(Kind.BACKSPACE, "\u007f", "\b");
    keys.bind(Kind.CUT_WORD, KeyMap.ctrl('W'));
    keys.bind(Kind.CUT_LINE, KeyMap.ctrl('U'));
    keys.bind(Kind.CUT_REST, KeyMap.ctrl('K'));
    keys.bind(Kind.HOME, KeyMap.ctrl('A'), "\u001b[H", "\u001bOH", "\u001b[1~");
    keys.bind(Kind.END, KeyMap.ctrl('E'), "\u001b[F", "\u001bOF", "\u001b[4~");
    keys.bind(Kind.CREATE, KeyMap.ctrl('N'));
    keys.bind(Kind.REDRAW, KeyMap.ctrl('L'));
    keys.bind(Kind.QUIT, KeyMap.ctrl('C'));
    keys.bind(Kind.SEND, KeyMap.ctrl('D'));
    keys.bind(Kind.UP, "\u001b[A", "\u001bOA");
    keys.bind(Kind.DOWN, "\u001b[B", "\u001bOB");
    keys.bind(Kind.RIGHT, "\u001b[C", "\u001bOC");
    keys.bind(Kind.LEFT, "\u001b[D", "\u001bOD");
    keys.bind(Kind.PAGE_UP, "\u001b[5~");
    keys.bind(Kind.PAGE_DOWN, "\u001b[6~");
    keys.bind(Kind.DELETE, "\u001b[3~");
    keys.bind(Kind.PASTE, PASTE_BEGINS);
    bind(keys, terminal, Kind.UP, Capability.key_up);
    bind(keys, terminal, Kind.DOWN, Capability.key_down);
    bind(keys, terminal, Kind.LEFT, Capability.key_left);
    bind(keys, terminal, Kind.RIGHT, Capability.key_right);
    bind(keys, terminal, Kind.HOME, Capability.key_home);
    bind(keys, terminal, Kind.END, Capability.key_end);
    bind(keys, terminal, Kind.PAGE_UP, Capability.key_ppage);
    bind(keys, terminal, Kind.PAGE_DOWN, Capability.key_npage);
    return keys;
  }

  private static void bind(KeyMap<Kind> keys, Terminal terminal, Kind kind, Capability capability) {
    String sent = KeyMap.key(terminal, capability);
    if (sent != null) {
      keys.bind(kind, sent);
    }
  }
}
