package io.jmessage.gui.login;

import io.jmessage.client.cluster.ServerAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Asks where the servers are, at the first start. UI thread only. */
public final class ServersViewModel {
  private final Consumer<List<ServerAddress>> chosen;
  private final StringProperty addresses = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");

  /**
   * @param chosen told at least one address
   */
  public ServersViewModel(Consumer<List<ServerAddress>> chosen) {
    this.chosen = chosen;
    addresses.addListener((property, old, now) -> error.set(""));
  }

  /** Goes on with the addresses, if each can be read. */
  public void submit() {
    List<String> words =
        Arrays.stream(addresses.get().split("[\\s,;]+")).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty()) {
      error.set("Please enter the address of at least one server.");
      return;
    }
    try {
      chosen.accept(words.stream().map(ServerAddress::parse).toList());
    } catch (IllegalArgumentException wrong) {
      error.set(String.valueOf(wrong.getMessage()));
    }
  }

  /** Separated by blanks, commas or line breaks. */
  public StringProperty addressesProperty() {
    return addresses;
  }

  /** What is wrong; empty: nothing. */
  public ReadOnlyStringProperty errorProperty() {
    return error.getReadOnlyProperty();
  }
}
