package io.jmessage.gui.account;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.gui.support.Explanation;
import io.jmessage.gui.support.Times;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Where the account is logged in, and the end of what should not be. UI thread only. */
public final class SessionListViewModel {
  private final ChatClient client;
  private final Times times;
  private final Request request;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final BooleanBinding others =
      Bindings.createBooleanBinding(() -> rows.stream().anyMatch(row -> !row.current()), rows);

  /**
   * One session.
   *
   * @param program what kind of client it is
   * @param since when it was logged in
   * @param current the one of this window
   */
  public record Row(DeviceSession session, String program, String since, boolean current) {}

  SessionListViewModel(
      ChatClient client, Executor ui, Times times, ObservableBooleanValue connected) {
    this.client = client;
    this.times = times;
    this.request = new Request(ui, connected);
  }

  /** Asks for the list, unless an answer is awaited already. */
  public void refresh() {
    if (!request.busyProperty().get()) {
      request.send(client.account().sessions(), this::show, Explanation::of);
    }
  }

  /** Asks now: what waits for a server is sent at once, what failed is asked for again. */
  public void tryAgain() {
    if (request.busyProperty().get()) {
      client.retryNow();
    } else {
      refresh();
    }
  }

  /** Ends another session: whoever uses it is out. */
  public void end(Row row) {
    if (!row.current()) {
      change(client.account().endSession(row.session()));
    }
  }

  /** Ends all sessions but this one. */
  public void endOthers() {
    change(client.account().endOtherSessions());
  }

  private void change(CompletableFuture<Void> answer) {
    request.send(answer, done -> refresh(), Explanation::of);
  }

  void release() {
    request.forget();
    rows.clear();
  }

  private void show(List<DeviceSession> sessions) {
    rows.setAll(sessions.stream().map(this::row).toList());
  }

  private Row row(DeviceSession session) {
    String day = times.heading(times.day(session.opened()));
    return new Row(
        session, programOf(session), day + ", " + times.clock(session.opened()), session.current());
  }

  private static String programOf(DeviceSession session) {
    String name = session.client();
    return name.isEmpty()
        ? "Unknown program"
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** Oldest first. */
  public ObservableList<Row> rows() {
    return rows;
  }

  /** There are sessions besides this one. */
  public ObservableBooleanValue othersProperty() {
    return others;
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return request.busyProperty();
  }

  /** Why the list is not there, or not as it should be; empty: it is. */
  public ReadOnlyStringProperty problemProperty() {
    return request.problemProperty();
  }
}
