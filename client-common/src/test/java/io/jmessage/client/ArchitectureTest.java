package io.jmessage.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

/** Which way the packages look. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludeJars())
          .importPackages("io.jmessage.client");

  @Test
  void clusterKnowsNothingOfSessions() {
    noClasses()
        .that()
        .resideInAPackage("..cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..session..")
        .because("finding the master is the same whatever is asked of it")
        .check(CLASSES);
  }

  @Test
  void modelIsOnlyValues() {
    noClasses()
        .that()
        .resideInAPackage("..client.model..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.grpc..", "com.google..", "io.jmessage.proto..", "..cluster..", "..session.."))
        .because("the faces must not see what travels")
        .check(CLASSES);
  }

  @Test
  void onlyTheFactoryNamesTheImplementation() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ChatClients.class.getName())
        .and()
        .haveNameNotMatching(".*GrpcChatClient.*")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(GrpcChatClient.class.getName())
        .check(CLASSES);
  }

  @Test
  void publicApiShowsNoProtobufType() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("io.jmessage.client")
        .and()
        .arePublic()
        .should(notMention(resideInAnyPackage("com.google..", "io.grpc..", "io.jmessage.proto..")))
        .check(CLASSES);
  }

  private static ArchCondition<JavaMethod> notMention(DescribedPredicate<JavaClass> foreign) {
    return new ArchCondition<>("not mention a type that travels") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean mentions =
            foreign.test(method.getRawReturnType())
                || method.getRawParameterTypes().stream().anyMatch(foreign);
        events.add(new SimpleConditionEvent(method, !mentions, method.getFullName()));
      }
    };
  }
}
