package io.jmessage.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who may import whom (docs/architecture.md). The tree is the design: these rules keep it so. A
 * package that is still empty breaks none of them.
 */
class ArchitectureTest {
  private static final String BASE = "io.jmessage.server";
  private static final String API = BASE + ".api..";
  private static final String CHAT = BASE + ".chat..";
  private static final String STORE = BASE + ".chat.store..";
  private static final String SEAM = BASE + ".replication";
  private static final String FAILSTOP = BASE + ".replication.failstop..";
  private static final String CORE = BASE + ".replication.failstop.core..";
  private static final String RATIS = BASE + ".replication.ratis..";

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void seam_knowsNobody() {
    check(
        classes()
            .that()
            .resideInAPackage(SEAM)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(SEAM, "java..", "org.jspecify..")
                    .or(type(com.google.protobuf.ByteString.class)))
            .because("engines and chat must both be replaceable"));
  }

  @Test
  void chat_knowsOnlyTheSeam() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CHAT)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(API, BASE + ".cli..", BASE + ".replication.*..", "io.grpc.."))
            .because("the domain must run behind any engine and without a network"));
  }

  @Test
  void applying_readsNoClockAndNoRandomNumber() {
    for (Class<?> source :
        List.of(
            java.time.Clock.class,
            java.util.Random.class,
            java.util.SplittableRandom.class,
            java.util.concurrent.ThreadLocalRandom.class)) {
      check(
          noClasses()
              .that()
              .resideInAPackage(CHAT)
              .should()
              .dependOnClassesThat()
              .belongToAnyOf(source)
              .because("every server must come to the same state"));
    }
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".chat.command..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .because("every server must come to the same state"));
  }

  @Test
  void sql_staysInTheStore() {
    check(
        noClasses()
            .that(resideInAPackage(BASE + "..").and(not(resideInAPackage(STORE))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.h2..")
            .because("one package knows the tables"));
  }

  @Test
  void api_knowsChatAndTheSeamOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(STORE, BASE + ".cli..", BASE + ".replication.*.."))
            .because("the client port has no SQL and no replication logic"));
  }

  @Test
  void engine_knowsTheSeamOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".replication..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(API, CHAT, BASE + ".cli.."))
            .because("an engine carries bytes"));
    check(
        noClasses()
            .that()
            .resideInAPackage(FAILSTOP)
            .should()
            .dependOnClassesThat(resideInAnyPackage(RATIS, "org.apache.ratis.."))
            .because("each engine stands alone"));
  }

  @Test
  void core_isPure() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "java.util.concurrent..",
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.sql..",
                    "java.time..",
                    "io.grpc..",
                    "org.slf4j..",
                    BASE + ".replication.failstop",
                    BASE + ".replication.failstop.log..",
                    BASE + ".replication.failstop.transport.."))
            .because("the protocol is a function from event to effects; time is an input"));
  }

  @Test
  void logAndTransport_doNotKnowEachOther() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".replication.failstop.log..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(BASE + ".replication.failstop.transport..", "io.grpc.."))
            .because("the disk knows nothing of the network"));
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".replication.failstop.transport..")
            .should()
            .dependOnClassesThat(resideInAPackage(BASE + ".replication.failstop.log.."))
            .because("the network knows nothing of the disk"));
  }

  @Test
  void rehearsal_knowsNoEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".rehearsal..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(FAILSTOP, BASE + ".cli.."))
            .because("it must not be able to touch what is promised"));
  }

  @Test
  void cli_knowsNeitherChatNorTheNetwork() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".cli..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.grpc..", "java.sql..", CHAT, API))
            .because("commands are thin"));
  }

  @Test
  void admin_knowsTheWireAndNoEngine() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".admin..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(API, CHAT, BASE + ".cli..", BASE + ".replication.*.."))
            .because("it is another process, perhaps of another version"));
  }

  @Test
  void consoleOutput_isTheCommandLinesOwn() {
    DescribedPredicate<JavaClass> inside = resideInAnyPackage(API, CHAT, BASE + ".replication..");
    check(
        noClasses()
            .that(inside)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("there is one log"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(SERVER);
  }
}
