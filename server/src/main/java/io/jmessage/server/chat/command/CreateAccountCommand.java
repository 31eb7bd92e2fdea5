package io.jmessage.server.chat.command;

import io.jmessage.server.chat.model.Account;
import io.jmessage.server.chat.model.ChatEvent;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.store.ChatStore;

/**
 * Creates an account, if no living one has the name.
 *
 * @param free nobody had the name when it was ordered; only for whoever merges it after a partition
 */
public record CreateAccountCommand(String username, String passwordHash, boolean free)
    implements ChatCommand.Once {

  /** Whether the name was free is not known. */
  public CreateAccountCommand(String username, String passwordHash) {
    this(username, passwordHash, false);
  }

  public static final int KIND = 1;

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public void check() {
    Limits.name("username", username);
    Limits.passwordHash(passwordHash);
  }

  @Override
  public Outcome apply(ChatStore store, long proposedMicros) {
    if (username.isEmpty()) {
      return Outcome.of(ErrorCode.INVALID_USERNAME);
    }
    if (store.accounts().living(username).isPresent()) {
      return Outcome.of(ErrorCode.USERNAME_TAKEN);
    }
    Account account = store.accounts().create(username, passwordHash);
    store.emit(new ChatEvent.AccountCreated(account.id(), account.name()));
    return Outcome.OK;
  }

  /** Shows no hash: it may end up in a log. */
  @Override
  public String toString() {
    return "create account";
  }
}
