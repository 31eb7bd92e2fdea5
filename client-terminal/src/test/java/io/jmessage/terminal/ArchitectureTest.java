package io.jmessage.terminal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jmessage.client.ChatClient;
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

  @Test
  void screenModelKnowsNoTerminal_andNoClient() {
    noClasses()
        .that()
        .resideInAPackage("..screen..")
        .and()
        .haveNameMatching(".*(Model|View|Transcript|Chat|Editor|Form|Layout|Line|Frame|Key)")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jline..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ChatClient.class, Thread.class)
        .because("keys and events in, lines out; the tests need neither")
        .check(CLASSES);
  }
}
