package io.jmessage.simulator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludeJars())
          .importPackages("io.jmessage.simulator");

  @Test
  void knowsOnlyTheSeamAndTheCore() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "io.jmessage.simulator..",
                "io.jmessage.server.replication",
                "io.jmessage.server.replication.failstop.core",
                "com.google.protobuf..",
                "java..",
                "org.jspecify..",
                "picocli.."))
        .because("it stands in for the shell, the disk and the network")
        .check(CLASSES);
  }

  @Test
  void runs_readNoClockAndNoOtherChance() {
    noClasses()
        .that()
        .haveSimpleNameStartingWith("Simulated")
        .or()
        .haveSimpleName("Simulation")
        .or()
        .haveSimpleName("FaultPlan")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Random.class, java.util.concurrent.ThreadLocalRandom.class)
        .because("the same seed must give the same run")
        .check(CLASSES);
  }
}
