package io.jmessage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every measure in its smallest form, with real servers: it measures something, and ends all. */
class BenchIT {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();

  @Test
  void send_measuresOursBesideTheEchoAndTheDisk() throws Exception {
    JsonObject send =
        measure(
            "send",
            "send --servers 2 --writers 1 --size 100 --systems unary,stream,echo,fdatasync");

    assertThat(column(send, "medians", "system"))
        .as(out.toString())
        .containsExactly("jmessage unary", "jmessage stream", "grpc-java echo", "fdatasync");
    assertThat(figures(send, "medians", "rate")).allMatch(rate -> rate > 0);
    assertThat(Files.readString(directory.resolve("report").resolve("index.html")))
        .contains("<svg", "jmessage stream");
  }

  @Test
  @Tag("long")
  void send_measuresTheLibrary_oneServer_andASteadyRate() throws Exception {
    JsonObject send =
        measure(
            "send",
            "send --writers 4 --size 100 --systems unary,single,library --rate half"
                + " --rate-seconds 2");

    assertThat(column(send, "medians", "system"))
        .as(out.toString())
        .containsExactly("jmessage unary", "jmessage 1 server", "jmessage library");
    assertThat(figures(send, "steady", "p50Millis")).hasSize(3).allMatch(millis -> millis > 0);
  }

  @Test
  @Tag("long")
  void promotion_measuresEveryFault() throws Exception {
    JsonObject promotion = measure("promotion", "promotion --writers 4 --faults kill,pause,stop");

    assertThat(promotion.getAsJsonArray("faults")).hasSize(3);
    assertThat(figures(promotion, "faults", "gapMillis")).allMatch(gap -> gap > 0);
    assertThat(figures(promotion, "faults", "firstRate")).allMatch(rate -> rate > 0);
  }

  @Test
  @Tag("long")
  void push_measuresEveryCountOfStreams() throws Exception {
    JsonObject push = measure("push", "push --streams 1,20 --rate 50");

    assertThat(figures(push, "streams", "streams")).containsExactly(1.0, 20.0);
    assertThat(figures(push, "streams", "pushP50")).allMatch(millis -> millis > 0);
  }

  @Test
  @Tag("long")
  void page_measuresEveryLength() throws Exception {
    JsonObject page = measure("page", "page --messages 200,2000");

    assertThat(figures(page, "medians", "rate")).hasSize(2).allMatch(rate -> rate > 0);
  }

  @Test
  @Tag("long")
  void join_measuresAFullCluster() throws Exception {
    JsonObject join = measure("join", "join --messages 2000 --rate 50 --streams 20");

    assertThat(column(join, "figures", "figure"))
        .contains("and it is in sync after", "sends while it joins, slowest");
    assertThat(figures(join, "figures", "value")).allMatch(value -> value > 0);
  }

  @Test
  @Tag("long")
  void logins_measuresAStorm() throws Exception {
    JsonObject logins = measure("logins", "logins --logins 20 --rate 20");

    assertThat(figures(logins, "storm", "perSecond")).allMatch(rate -> rate > 0);
  }

  @Test
  @Tag("long")
  void log_measuresEveryBatch() throws Exception {
    JsonObject log = measure("log", "log --batches 1,8");

    assertThat(figures(log, "medians", "rate")).hasSize(4).allMatch(rate -> rate > 0);
  }

  @Test
  @Tag("long")
  void micro_measuresEachPart() throws Exception {
    Path json = directory.resolve("micro.json");

    Process micro =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-jar",
                System.getProperty("jmessage.jar.bench"),
                "micro",
                "--forks=1",
                "--rounds=1",
                "--seconds=1",
                "--json=" + json)
            .redirectErrorStream(true)
            .start();
    String printed = new String(micro.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(micro.waitFor()).as(printed).isZero();
    assertThat(JsonParser.parseString(Files.readString(json)).getAsJsonArray())
        .hasSize(12)
        .allSatisfy(each -> assertThat(score(each)).isPositive());
  }

  private static double score(JsonElement result) {
    return result.getAsJsonObject().getAsJsonObject("primaryMetric").get("score").getAsDouble();
  }

  private JsonObject measure(String id, String line) throws Exception {
    Path json = directory.resolve("figures.json");
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("--rounds", "1", "--seconds", "1", "--warm-up", "1"));
    words.addAll(List.of("--directory", directory.toString(), "--json", json.toString()));
    words.addAll(List.of("--report", directory.resolve("report").toString()));

    int exit =
        BenchMain.commandLine().setOut(new PrintWriter(out)).execute(words.toArray(String[]::new));

    assertThat(exit).as(out.toString()).isZero();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    return JsonParser.parseString(Files.readString(json))
        .getAsJsonObject()
        .getAsJsonObject("measures")
        .getAsJsonObject(id);
  }

  private static List<String> column(JsonObject section, String table, String id) {
    return cells(section.getAsJsonArray(table), id).stream().map(JsonElement::getAsString).toList();
  }

  private static List<Double> figures(JsonObject section, String table, String id) {
    return cells(section.getAsJsonArray(table), id).stream().map(JsonElement::getAsDouble).toList();
  }

  private static List<JsonElement> cells(JsonArray rows, String id) {
    List<JsonElement> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(row.getAsJsonObject().get(id)));
    return cells;
  }
}
