package io.jmessage.gui.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.cluster.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersViewModelTest {
  private final List<ServerAddress> chosen = new ArrayList<>();
  private final ServersViewModel model = new ServersViewModel(chosen::addAll);

  @ParameterizedTest
  @ValueSource(strings = {"a:1 b:2", " a:1,b:2 ", "a:1\nb:2", "a:1; b:2"})
  void takesAddresses_howeverTheyAreSeparated(String text) {
    model.addressesProperty().set(text);

    model.submit();

    assertThat(chosen).extracting(ServerAddress::toString).containsExactly("a:1", "b:2");
  }

  @Test
  void asksForAnAddress_whenThereIsNone() {
    model.addressesProperty().set("  ");

    model.submit();

    assertThat(chosen).isEmpty();
    assertThat(model.errorProperty().get()).contains("at least one server");
  }

  @Test
  void saysWhatIsWrong_untilItIsChanged() {
    model.addressesProperty().set("a:1 b:notaport");

    model.submit();

    assertThat(chosen).isEmpty();
    assertThat(model.errorProperty().get()).contains("b:notaport");
    model.addressesProperty().set("a:1 b:2");
    assertThat(model.errorProperty().get()).isEmpty();
  }
}
