package io.jmessage.gui.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.support.Drafts;
import io.jmessage.gui.support.KeptValues;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwitcherViewModelTest {
  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = FakeCluster.ofThree(clock);
  private final FakeChatClient client = cluster.newClient();
  private final ContactListViewModel people =
      new ContactListViewModel(
          client, Runnable::run, new Drafts(KeptValues.inMemory(), "alice"), "alice");

  @BeforeEach
  void logIn() {
    cluster.createAccounts("alice", "Bernd", "Anna Berg", "Gerber", "Émile");
    client.logIn("alice", "secret").join();
    cluster.putSilently("Gerber", "alice", "hi", clock.instant());
    people.activate();
  }

  @Test
  void beginsWithThoseSpokenToLast_andTheOpenOneIsTheLast() {
    assertThat(names(new SwitcherViewModel(people)))
        .containsExactly("Gerber", "Anna Berg", "Bernd", "Émile");

    people.select("Gerber");

    assertThat(names(new SwitcherViewModel(people))).endsWith("Gerber");
  }

  @Test
  void putsNamesThatBeginSoFirst_thenWords_thenTheRest() {
    SwitcherViewModel model = new SwitcherViewModel(people);

    model.wantedProperty().set("ber");

    assertThat(names(model)).containsExactly("Bernd", "Anna Berg", "Gerber");
  }

  @Test
  void findsNames_withoutTheirAccents() {
    SwitcherViewModel model = new SwitcherViewModel(people);

    model.wantedProperty().set("emi");

    assertThat(names(model)).containsExactly("Émile");
  }

  @Test
  void opensNothing_untilItGoes() {
    SwitcherViewModel model = new SwitcherViewModel(people);
    model.wantedProperty().set("ber");

    model.move(1);
    assertThat(people.selectedProperty().get()).isNull();
    boolean went = model.go();

    assertThat(went).isTrue();
    assertThat(people.selectedProperty().get().name()).isEqualTo("Anna Berg");
  }

  @Test
  void staysWithinWhatWasFound() {
    SwitcherViewModel model = new SwitcherViewModel(people);

    model.move(-3);
    assertThat(model.chosenProperty().get().name()).isEqualTo("Gerber");
    model.move(100);
    assertThat(model.chosenProperty().get().name()).isEqualTo("Émile");
  }

  @Test
  void goesNowhere_whenNobodyIsFound() {
    SwitcherViewModel model = new SwitcherViewModel(people);
    model.wantedProperty().set("xyz");

    assertThat(model.go()).isFalse();
    assertThat(people.selectedProperty().get()).isNull();
  }

  private static List<String> names(SwitcherViewModel model) {
    return model.found().stream().map(Contact::name).toList();
  }
}
