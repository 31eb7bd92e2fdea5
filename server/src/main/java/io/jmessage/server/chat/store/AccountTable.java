package io.jmessage.server.chat.store;

import io.jmessage.server.chat.model.Account;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Accounts, the living and those whose messages others still have. A name belongs to at most one
 * living account; case counts. Writer thread only.
 */
public final class AccountTable {
  private static final String BY_ID = "SELECT id, name, living_name FROM accounts WHERE id = ?";
  private static final String LIVING =
      "SELECT id, name, living_name FROM accounts WHERE living_name = ?";
  private static final String INSERT =
      "INSERT INTO accounts (id, name, living_name, password_hash) VALUES (?, ?, ?, ?)";
  private static final String MARK_DELETED =
      "UPDATE accounts SET living_name = NULL, password_hash = '' WHERE id = ?";
  private static final String SET_PASSWORD = "UPDATE accounts SET password_hash = ? WHERE id = ?";
  private static final String REMOVE = "DELETE FROM accounts WHERE id = ?";
  private static final String PASSWORD_HASH = "SELECT password_hash FROM accounts WHERE id = ?";

  /** Spares most sends their two look-ups; about 200 bytes each. */
  private static final int CACHED_MAX = 20_000;

  private final SqlConnection sql;
  private final Counters counters;
  private final Map<Long, Account> byId = new RecentlyUsed<>(CACHED_MAX);
  private final Map<String, Account> living = new RecentlyUsed<>(CACHED_MAX);

  AccountTable(SqlConnection sql, Counters counters) {
    this.sql = sql;
    this.counters = counters;
  }

  static Account account(ResultSet row, int firstColumn) throws SQLException {
    return new Account(
        row.getLong(firstColumn),
        row.getString(firstColumn + 1),
        row.getString(firstColumn + 2) == null);
  }

  /** The living account of the name. */
  public Optional<Account> living(String name) {
    Account cached = living.get(name);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<Account> found = sql.first(LIVING, row -> account(row, 1), name);
    found.ifPresent(this::remember);
    return found;
  }

  /** An account that a row refers to, living or deleted. */
  public Account byId(long id) {
    Account cached = byId.get(id);
    if (cached != null) {
      return cached;
    }
    Account found =
        sql.first(BY_ID, row -> account(row, 1), id)
            .orElseThrow(() -> new StoreException("a row refers to account " + id));
    remember(found);
    return found;
  }

  /** The encoded hash; empty if the account does not exist, "" if it is deleted. */
  public Optional<String> passwordHash(long id) {
    return sql.first(PASSWORD_HASH, row -> row.getString(1), id);
  }

  public void setPasswordHash(long id, String passwordHash) {
    sql.update(SET_PASSWORD, passwordHash, id);
  }

  public Account create(String name, String passwordHash) {
    Account account = new Account(counters.takeAccountId(), name, false);
    sql.update(INSERT, account.id(), name, name, passwordHash);
    remember(account);
    return account;
  }

  /** Frees the name; the row stays for those who have messages of the account. */
  void markDeleted(Account account) {
    sql.update(MARK_DELETED, account.id());
    forget(account);
  }

  void remove(Account account) {
    sql.update(REMOVE, account.id());
    forget(account);
  }

  void clearCache() {
    byId.clear();
    living.clear();
  }

  private void remember(Account account) {
    byId.put(account.id(), account);
    if (!account.deleted()) {
      living.put(account.name(), account);
    }
  }

  private void forget(Account account) {
    byId.remove(account.id());
    living.remove(account.name());
  }
}
