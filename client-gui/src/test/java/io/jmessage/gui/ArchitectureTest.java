package io.jmessage.gui;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jmessage.client.ChatClient;
import io.jmessage.gui.support.UiExecutor;
import java.util.Set;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;

/** Who may know whom in the window. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.jmessage.gui");

  /** What a view model is made of, besides the classes named so. */
  private static final Set<String> PARTS_OF_VIEW_MODELS =
      Set.of(
          "Contact",
          "Timeline",
          "MessageRow",
          "MessageFacts",
          "Delivery",
          "Request",
          "DesktopNotices",
          "DesktopCommand",
          "PasswordRules",
          "Question",
          "Banner",
          "Times",
          "Answers",
          "Explanation",
          "Initials",
          "Desk",
          "Drafts",
          "KeptValues",
          "TextRuns");

  private static final DescribedPredicate<JavaClass> VIEW_MODELS =
      simpleNameEndingWith("ViewModel")
          .or(
              describe(
                  "parts of view models",
                  type -> PARTS_OF_VIEW_MODELS.contains(type.getSimpleName())));

  private static final DescribedPredicate<JavaClass> VIEWS =
      resideInAPackage("javafx.scene..")
          .or(resideInAPackage("javafx.stage.."))
          .as("JavaFX controls");

  @Test
  void viewModelsKnowNoControl() {
    noClasses()
        .that(VIEW_MODELS)
        .should()
        .dependOnClassesThat(
            resideInAPackage("javafx..")
                .and(DescribedPredicate.not(resideInAPackage("javafx.beans..")))
                .and(DescribedPredicate.not(resideInAPackage("javafx.collections.."))))
        .orShould()
        .dependOnClassesThat(resideInAPackage("atlantafx.."))
        .because("they are tested without a toolkit")
        .check(CLASSES);
  }

  @Test
  void viewsKnowNoClient() {
    noClasses()
        .that()
        .resideInAPackage("io.jmessage.gui..")
        .and(dependOn(VIEWS))
        .and()
        .doNotHaveFullyQualifiedName(ChatApplication.class.getName())
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ChatClient.class)
        .because("only a view model talks to the client")
        .check(CLASSES);
  }

  @Test
  void onlyTheUiExecutorKnowsTheWayToTheUiThread() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(UiExecutor.class.getName())
        .should()
        .callMethod(Platform.class, "runLater", Runnable.class)
        .because("tests replace it by one that runs at once")
        .check(CLASSES);
  }

  @Test
  void onlyTheCompositionRootNamesTheImplementationOfTheClient() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ChatApplication.class.getName())
        .should()
        .dependOnClassesThat()
        .haveSimpleName("ChatClients")
        .because("everything else takes a ChatClient")
        .check(CLASSES);
  }

  @Test
  void noWireTypeAndNoTransportIsKnown() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(resideInAPackage("io.grpc.."))
                .and(DescribedPredicate.not(resideInAPackage("com.google.protobuf.."))))
        .because("client-common hides them")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.jmessage.gui.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> dependOn(DescribedPredicate<JavaClass> others) {
    return describe(
        "depend on " + others.getDescription(),
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> others.test(dependency.getTargetClass())));
  }
}
