package io.jmessage.terminal.screen;

import io.jmessage.client.model.DeviceSession;
import java.util.ArrayList;
import java.util.List;

/** Remembers what the keys asked for. */
final class RecordedActions implements Actions {
  final List<String> all = new ArrayList<>();

  @Override
  public void logIn(String name, String password) {
    all.add("logIn " + name + " " + password);
  }

  @Override
  public void create(String name, String password) {
    all.add("create " + name + " " + password);
  }

  @Override
  public void logOut() {
    all.add("logOut");
  }

  @Override
  public void sessions() {
    all.add("sessions");
  }

  @Override
  public void endSession(DeviceSession session) {
    all.add("endSession " + session.client());
  }

  @Override
  public void endOtherSessions() {
    all.add("endOtherSessions");
  }

  @Override
  public void changePassword(String oldPassword, String newPassword) {
    all.add("changePassword " + oldPassword + " " + newPassword);
  }

  @Override
  public void send(String to, String text) {
    all.add("send " + to + " " + text);
  }

  @Override
  public void typing(String to, boolean writes) {
    all.add("typing " + to + " " + writes);
  }

  @Override
  public void read(String with, long sequence) {
    all.add("read " + with + " " + sequence);
  }

  @Override
  public void page(String with, long beforeSequence) {
    all.add("page " + with + " " + beforeSequence);
  }

  @Override
  public void retry(String lineId) {
    all.add("retry " + lineId);
  }

  @Override
  public void discard(String lineId) {
    all.add("discard " + lineId);
  }

  @Override
  public void ring(String text) {
    all.add("ring " + text);
  }

  @Override
  public void redraw() {
    all.add("redraw");
  }

  @Override
  public void quit() {
    all.add("quit");
  }
}
