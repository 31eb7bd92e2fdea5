package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.Timings;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import io.jmessage.server.replication.support.ListStateMachine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Error, such as that of a full heap, must not end a thread and leave the server standing. */
class ErrorHaltsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Address ANY = new Address("127.0.0.1", 0);

  @TempDir Path path;

  @Test
  void halts_whenApplyingEndsWithAnError() throws Exception {
    List<String> halts = new CopyOnWriteArrayList<>();
    FailstopConfig config =
        new FailstopConfig(
            "s1", ANY, ANY, ANY, true, List.of(), 1, true, 64 << 20, Timings.DEFAULTS);
    try (DataDirectory directory = DataDirectory.open(path);
        FailstopEngine engine = new FailstopEngine(config, directory, () -> ANY, halts::add)) {
      engine.start(withoutMemory(new ListStateMachine()));
      await().atMost(PATIENCE).until(() -> engine.view().role() == Role.MASTER);

      var unused = engine.submit(ByteString.copyFromUtf8("one"));

      await().atMost(PATIENCE).until(() -> !halts.isEmpty());
      assertThat(halts).hasSize(1);
      assertThat(halts.get(0)).contains("cannot apply the log to the state", "no memory");
    }
  }

  private static StateMachine withoutMemory(StateMachine state) {
    return (StateMachine)
        Proxy.newProxyInstance(
            StateMachine.class.getClassLoader(),
            new Class<?>[] {StateMachine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("apply") && !((List<?>) arguments[0]).isEmpty()) {
                throw new OutOfMemoryError("no memory");
              }
              try {
                return method.invoke(state, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
