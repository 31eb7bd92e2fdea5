package io.jmessage.gui.preview;

import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import java.time.Duration;
import java.time.Instant;

/** People who write in many scripts. */
final class PreviewData {
  static final String ME = "Amélie";

  private PreviewData() {}

  static void fill(FakeCluster cluster, Instant now) {
    cluster.createAccounts(
        ME,
        "Ben Okafor",
        "Юлия",
        "田中 さくら",
        "سلمى حداد",
        "Δημήτρης",
        "priya.nair",
        "Zoë & the very long name that never ends 🦊",
        "Tomás",
        "ops-team",
        "Ingrid");
    online(cluster, "Ben Okafor");
    online(cluster, "田中 さくら");
    online(cluster, "ops-team");
    online(cluster, "Ingrid");
    FakeChatClient ben = cluster.newClient();
    var unused = ben.logIn("Ben Okafor", "secret");
    history(cluster, now);
    conversation(cluster, now);
    others(cluster, now);
  }

  private static void history(FakeCluster cluster, Instant now) {
    for (int i = 0; i < 120; i++) {
      cluster.putSilently(
          i % 3 == 0 ? "Ben Okafor" : ME,
          i % 3 == 0 ? ME : "Ben Okafor",
          "Old line "
              + i
              + (i % 7 == 0
                  ? ", which goes on for a while so that it needs more than the one"
                      + " line that most of the others are content with, and then some more words after that."
                  : ""),
          now.minus(Duration.ofDays(3)).plusSeconds(60L * i));
    }
  }

  private static void conversation(FakeCluster cluster, Instant now) {
    String ben = "Ben Okafor";
    Instant yesterday = now.minus(Duration.ofDays(1));
    say(cluster, ben, ME, "Did you see that the second server went down last night?", yesterday, 0);
    say(cluster, ben, ME, "Nobody noticed 😄", yesterday, 20);
    say(cluster, ME, ben, "I was in the middle of a sentence and it just went on.", yesterday, 90);
    say(cluster, ME, ben, "👏👏", yesterday, 100);
    Instant today = now.minus(Duration.ofMinutes(55));
    say(cluster, ben, ME, "Lunch at one?", today, 0);
    say(
        cluster,
        ben,
        ME,
        "There is a new place beside the harbour. They have a long list of things with noodles, and a"
            + " shorter one of things without, and somebody told me that the owner answers every question"
            + " about the soup with another question.",
        today,
        30);
    say(cluster, ME, ben, "Yes! 🍜", today, 200);
    say(
        cluster,
        ME,
        ben,
        "I have to be back by half past two though, the release goes out.",
        today,
        215);
    say(
        cluster,
        ben,
        ME,
        "Here is the menu: https://harbour.example.org/noodles?day=friday. Can you book?",
        today,
        900);
    say(cluster, ME, ben, "Booked ✅ and the family 👨‍👩‍👧‍👦 says hi", today, 1000);
    cluster.putRead(ben, ME);
    say(cluster, ME, ben, "See you there", today, 1900);
  }

  private static void others(FakeCluster cluster, Instant now) {
    say(cluster, "Юлия", ME, "Привет! Как прошла встреча?", now.minusSeconds(400), 0);
    say(cluster, "Юлия", ME, "Позвони мне, когда сможешь ☎️", now.minusSeconds(380), 0);
    say(cluster, "田中 さくら", ME, "明日の会議は十時からです。よろしくお願いします。", now.minusSeconds(2000), 0);
    say(cluster, ME, "سلمى حداد", "أراك غدًا", now.minus(Duration.ofHours(20)), 0);
    say(
        cluster,
        "سلمى حداد",
        ME,
        "مرحبا! هل وصلك الملف؟ أرسلته قبل ساعة.",
        now.minus(Duration.ofHours(19)),
        0);
    say(cluster, "Δημήτρης", ME, "Τα λέμε αύριο το πρωί", now.minus(Duration.ofDays(2)), 0);
    say(cluster, ME, "priya.nair", "ठीक है, कल मिलते हैं 🙏", now.minus(Duration.ofDays(3)), 0);
    say(
        cluster,
        "Zoë & the very long name that never ends 🦊",
        ME,
        "A very long last line that cannot possibly fit into the narrow pane on the left 🦊",
        now.minus(Duration.ofDays(40)),
        0);
    for (int i = 0; i < 12; i++) {
      say(cluster, "ops-team", ME, "Deploy " + i + " finished", now.minusSeconds(9000 - i), 0);
    }
  }

  private static void online(FakeCluster cluster, String name) {
    var unused = cluster.newClient().logIn(name, "secret");
  }

  private static void say(
      FakeCluster cluster, String from, String to, String text, Instant base, long seconds) {
    cluster.putSilently(from, to, text, base.plusSeconds(seconds));
  }
}
