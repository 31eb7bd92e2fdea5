package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;
import io.jmessage.server.chat.store.RequestTable.Remembered;

/**
 * One change of the chat state. Applying it reads nothing but itself and the store, so that every
 * server comes to the same outcome; a user's mistake is an outcome, never an exception.
 */
public sealed interface ChatCommand
    permits ChatCommand.Once, SendCommand, MergedSendCommand, MarkReceivedCommand, MarkCommand {

  /**
   * Takes effect. Engine thread only.
   *
   * @param proposedMicros the master's clock when it took the command
   */
  Outcome apply(ChatStore store, long proposedMicros);

  /**
   * Whether every field fits its column; pure.
   *
   * @throws IllegalArgumentException that names the field, never its value
   */
  void check();

  /** A command whose request id is kept for ever: a repetition is answered as the first was. */
  sealed interface Once extends ChatCommand
      permits CreateAccountCommand,
          LoginCommand,
          LogoutCommand,
          DeleteAccountCommand,
          ChangePasswordCommand,
          EndSessionsCommand {

    /** Stored with the request id: never changes. */
    int kind();

    /** The session that the command opens, kept with the request id; else empty. */
    default ByteString openedSession() {
      return ByteString.EMPTY;
    }

    /** Answers a repetition. Engine thread only. */
    default Outcome repeat(Remembered first, ChatStore store, long proposedMicros) {
      return Outcome.of(first.code());
    }
  }
}
