package io.jmessage.bench.measure;

import io.jmessage.bench.contender.Contender;
import io.jmessage.bench.contender.Echo;
import io.jmessage.bench.contender.Etcd;
import io.jmessage.bench.contender.Fdatasync;
import io.jmessage.bench.contender.JmessageLibrary;
import io.jmessage.bench.contender.JmessageServers;
import io.jmessage.bench.contender.JmessageStream;
import io.jmessage.bench.contender.JmessageUnary;
import io.jmessage.bench.contender.Nats;
import io.jmessage.bench.contender.Postgres;
import io.jmessage.bench.contender.RabbitMq;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The contenders that can take part, by the words that choose them. */
public enum Lineup {
  UNARY,
  SINGLE,
  STREAM,
  LIBRARY,
  ECHO,
  FDATASYNC,
  ETCD,
  POSTGRESQL,
  RABBITMQ,
  NATS;

  /** Of ours, by name. */
  static final String OWN = "jmessage ";

  /** The word for it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Lineup::word).toList();
  }

  /**
   * The one of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Lineup of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no system '" + word + "', only " + String.join(", ", words())));
  }

  /** Makes it; the ways to send to our own share one cluster. */
  Contender make(JmessageServers cluster) {
    return switch (this) {
      case UNARY -> new JmessageUnary(OWN + "unary", cluster);
      case SINGLE -> new JmessageUnary(OWN + "1 server", JmessageServers.local(1));
      case STREAM -> new JmessageStream(OWN + "stream", cluster);
      case LIBRARY -> new JmessageLibrary(OWN + "library", cluster);
      case ECHO -> new Echo();
      case FDATASYNC -> new Fdatasync();
      case ETCD -> new Etcd();
      case POSTGRESQL -> new Postgres();
      case RABBITMQ -> new RabbitMq();
      case NATS -> new Nats();
    };
  }
}
