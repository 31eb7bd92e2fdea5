package io.jmessage.bench.figures;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;

/** The tables for programs: every row an object, its keys the ids of the columns. */
public final class JsonReport {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private JsonReport() {}

  public static String of(Report report) {
    JsonObject all = new JsonObject();
    all.addProperty("command", report.command());
    all.add("machine", GSON.toJsonTree(report.machine()));
    JsonObject sections = new JsonObject();
    for (Section section : report.sections()) {
      JsonObject json = new JsonObject();
      json.addProperty("title", section.title());
      json.add("notes", GSON.toJsonTree(section.notes()));
      section.tables().forEach(table -> json.add(table.id(), rows(table)));
      sections.add(section.id(), json);
    }
    all.add("measures", sections);
    return GSON.toJson(all) + System.lineSeparator();
  }

  private static JsonArray rows(Table table) {
    JsonArray rows = new JsonArray();
    for (List<Object> row : table.rows()) {
      JsonObject json = new JsonObject();
      for (int i = 0; i < row.size(); i++) {
        add(json, table.columns().get(i).id(), row.get(i));
      }
      rows.add(json);
    }
    return rows;
  }

  private static void add(JsonObject json, String key, Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      json.add(key, JsonNull.INSTANCE);
    } else if (value instanceof Number number) {
      json.addProperty(key, number);
    } else {
      json.addProperty(key, value.toString());
    }
  }
}
