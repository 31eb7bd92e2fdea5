package io.jmessage.client.session;

import io.jmessage.client.model.ChatMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches messages that the stream did not bring, page by page, and delivers them in order before
 * anything later is. Loop thread only.
 */
final class HoleFiller {
  private static final Logger log = LoggerFactory.getLogger(HoleFiller.class);

  private final Session session;
  private final Inbox inbox;
  private final HistoryPages pages;
  private final Consumer<ChatMessage> deliver;
  private final Consumer<String> skipped;

  /**
   * @param skipped hears of a conversation with a hole that nobody can fill
   */
  HoleFiller(
      Session session,
      Inbox inbox,
      HistoryPages pages,
      Consumer<ChatMessage> deliver,
      Consumer<String> skipped) {
    this.session = session;
    this.inbox = inbox;
    this.pages = pages;
    this.deliver = deliver;
    this.skipped = skipped;
  }

  /** Completes when everything up to {@code upTo} was delivered. */
  CompletableFuture<Void> fill(String peer, long upTo) {
    long from = inbox.delivered(peer);
    if (from >= upTo) {
      return CompletableFuture.completedFuture(null);
    }
    return pages
        .after(session, peer, from)
        .thenCompose(
            page -> {
              take(page);
              if (inbox.delivered(peer) == from) {
                giveUp(peer, from, upTo);
              }
              return fill(peer, upTo);
            });
  }

  private void take(List<ChatMessage> page) {
    for (ChatMessage message : page) {
      if (inbox.accept(message) == Inbox.Verdict.DELIVER) {
        deliver.accept(message);
      }
    }
  }

  // Better a hole than a conversation that stands still for ever: the cluster has no such message.
  private void giveUp(String peer, long from, long upTo) {
    log.warn("The cluster has no messages {} to {} of a conversation; going on", from + 1, upTo);
    inbox.skipTo(peer, upTo);
    skipped.accept(peer);
  }
}
