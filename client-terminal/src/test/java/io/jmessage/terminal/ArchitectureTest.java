package io.jmessage.terminal;

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
          .importPackages("io.jmessage.terminal");

  @Test
  void onlyOutputPrints() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(TerminalMain.class.getName()) // hands the streams over
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("what is printed must not tear the line that the user is typing")
        .check(CLASSES);
  }

  @Test
  void seesTheClusterOnlyThroughTheClient() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "io.jmessage.proto..", "com.google.protobuf..")
        .check(CLASSES);
  }

  @Test
  void commandsKnowNoTerminal() {
    noClasses()
        .that()
        .resideInAPackage("..command..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jline..", "picocli..")
        .because("the same commands run in a pipe")
        .check(CLASSES);
  }
}
