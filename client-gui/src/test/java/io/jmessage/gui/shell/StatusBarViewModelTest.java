package io.jmessage.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.shell.Banner.Tone;
import io.jmessage.gui.shell.StatusBarViewModel.Health;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusBarViewModelTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void saysWhichServer_andHowManyMoreMayFail() {
    FakeCluster cluster = FakeCluster.ofThree(clock);

    StatusBarViewModel model = watch(cluster);

    assertThat(model.lineProperty().get()).isEqualTo("Server 1 · 2 more servers may fail");
    assertThat(model.detailProperty().get())
        .contains("Server 1  localhost:2625  master", "Server 3  localhost:2627  in sync");
    assertThat(model.healthProperty().get()).isEqualTo(Health.SAFE);
    assertThat(model.bannerProperty().get()).isEqualTo(Banner.NONE);
  }

  @Test
  void followsTheNumberOfServers_asSlavesDie() {
    FakeCluster cluster = FakeCluster.ofThree(clock);
    StatusBarViewModel model = watch(cluster);

    cluster.killSlave();
    assertThat(model.lineProperty().get()).endsWith("1 more server may fail");

    cluster.killSlave();
    assertThat(model.lineProperty().get()).endsWith("no further server may fail");
    assertThat(model.healthProperty().get()).isEqualTo(Health.LAST_SERVER);
  }

  @Test
  void tellsOfAFailOver_calmly() {
    FakeCluster cluster = FakeCluster.ofThree(clock);
    StatusBarViewModel model = watch(cluster);
    model.loggedIn(true);

    cluster.killMaster();

    Banner banner = model.bannerProperty().get();
    assertThat(banner.tone()).isEqualTo(Tone.CALM);
    assertThat(banner.text()).isEqualTo("Server 1 is gone; looking for the new master…");
    assertThat(banner.detail()).isEqualTo("Messages you send now will go out by themselves.");
    assertThat(banner.retry()).isFalse();
    assertThat(model.healthProperty().get()).isEqualTo(Health.DISCONNECTED);
  }

  @Test
  void tellsWhoTookOver_andGoesAwayByItself() {
    FakeCluster cluster = FakeCluster.ofThree(clock);
    StatusBarViewModel model = watch(cluster);
    cluster.killMaster();

    cluster.elect();

    Banner banner = model.bannerProperty().get();
    assertThat(banner.tone()).isEqualTo(Tone.GOOD);
    assertThat(banner.text()).isEqualTo("Connected to server 2 — nothing was lost");
    assertThat(banner.detail()).isEqualTo("1 more server may fail.");

    clock.advance(Duration.ofSeconds(9));
    model.tick();
    assertThat(model.bannerProperty().get()).isEqualTo(Banner.NONE);
  }

  @Test
  void survivesTwoFaultsInTurn() {
    FakeCluster cluster = FakeCluster.ofThree(clock);
    StatusBarViewModel model = watch(cluster);

    cluster.killMaster();
    cluster.elect();
    cluster.killMaster();
    assertThat(model.bannerProperty().get().text()).startsWith("Server 2 is gone");
    cluster.elect();

    assertThat(model.bannerProperty().get().text()).startsWith("Connected to server 3");
    assertThat(model.lineProperty().get()).isEqualTo("Server 3 · no further server may fail");
  }

  @Test
  void offersToRetry_whenItTakesLongerThanAFailOver() {
    FakeCluster cluster = FakeCluster.ofThree(clock);
    StatusBarViewModel model = watch(cluster);
    cluster.killMaster();

    clock.advance(Duration.ofSeconds(12));
    model.tick();

    Banner banner = model.bannerProperty().get();
    assertThat(banner.text()).contains("12 seconds");
    assertThat(banner.retry()).isTrue();
    model.retry();
    assertThat(cluster.retries()).isEqualTo(1);
  }

  @Test
  void saysSo_whenNoServerAnswersAtStart_andWorksWhenOneComes() {
    FakeCluster cluster = new FakeCluster(0, clock, Runnable::run);
    StatusBarViewModel model = watch(cluster);
    assertThat(model.bannerProperty().get()).isEqualTo(Banner.NONE);

    clock.advance(Duration.ofSeconds(2));
    model.tick();
    assertThat(model.bannerProperty().get().text()).startsWith("No server answers yet");
    assertThat(model.bannerProperty().get().retry()).isTrue();

    cluster.start(3);
    assertThat(model.bannerProperty().get().text()).isEqualTo("Connected to server 1");
  }

  @Test
  void staysQuiet_whenTheFirstConnectionIsQuick() {
    FakeCluster cluster = new FakeCluster(0, clock, Runnable::run);
    StatusBarViewModel model = watch(cluster);

    cluster.start(3);

    assertThat(model.bannerProperty().get()).isEqualTo(Banner.NONE);
  }

  @Test
  void stopsToListen_whenDeactivated() {
    FakeCluster cluster = FakeCluster.ofThree(clock);
    FakeChatClient client = cluster.newClient();
    StatusBarViewModel model = new StatusBarViewModel(client, Runnable::run, clock);
    model.activate();

    model.deactivate();
    cluster.killMaster();

    assertThat(model.lineProperty().get()).startsWith("Server 1");
    assertThat(client.listenerCount()).isZero();
  }

  private StatusBarViewModel watch(FakeCluster cluster) {
    StatusBarViewModel model = new StatusBarViewModel(cluster.newClient(), Runnable::run, clock);
    model.activate();
    return model;
  }
}
