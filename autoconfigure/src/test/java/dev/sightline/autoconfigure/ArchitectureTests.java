package dev.sightline.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.stereotype.Component;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the picture of the packages: signals know the shared packages and not each other.
 */
class ArchitectureTests {

	private static final String BASE = "dev.sightline.autoconfigure.";

	private static final String[] SHARED = { BASE + "condition..", BASE + "identity..", BASE + "redaction..",
			BASE + "bounded..", BASE + "export..", BASE + "rules..", BASE + "spans..", BASE + "trail.." };

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("dev.sightline.autoconfigure");

	@Test
	void signalsShouldNotKnowEachOther() {
		slices().matching(BASE + "(*)..")
			.should()
			.notDependOnEachOther()
			.ignoreDependency(alwaysTrue(), JavaClass.Predicates.resideInAnyPackage(SHARED))
			.check(CLASSES);
	}

	@Test
	void sharedPackagesShouldKnowNoOther() {
		for (String shared : SHARED) {
			String name = shared.substring(BASE.length(), shared.length() - 2);
			noClasses().that()
				.resideInAPackage(shared)
				.should()
				.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.sightline..")
					.and(JavaClass.Predicates.resideOutsideOfPackage(BASE + name + "..")))
				.allowEmptyShould(true)
				.check(CLASSES);
		}
	}

	@Test
	void packagesShouldBeFreeOfCycles() {
		slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void autoConfigurationsShouldBePublicAndFinalWithHiddenBeanMethods() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(CLASSES);
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(CLASSES);
	}

	@Test
	void workersShouldBeHidden() {
		for (Class<?> type : new Class<?>[] { Condition.class, FailureAnalyzer.class, BeanPostProcessor.class,
				BeanFactoryPostProcessor.class }) {
			classes().that().areAssignableTo(type).should().notBePublic().allowEmptyShould(true).check(CLASSES);
		}
	}

	@Test
	void postProcessorsShouldBeStatic() {
		for (Class<?> type : new Class<?>[] { BeanPostProcessor.class, BeanFactoryPostProcessor.class }) {
			methods().that()
				.areAnnotatedWith(Bean.class)
				.and()
				.haveRawReturnType(JavaClass.Predicates.assignableTo(type))
				.should()
				.beStatic()
				.allowEmptyShould(true)
				.check(CLASSES);
		}
	}

	@Test
	void nothingShouldBeScanned() {
		noClasses().should().beAnnotatedWith(Component.class).check(CLASSES);
	}

	@Test
	void packagesShouldBeNullMarked() {
		classes().should(new ArchCondition<JavaClass>("be in a null-marked package") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				events.add(new SimpleConditionEvent(type, type.getPackage().isAnnotatedWith(NullMarked.class),
						type.getPackageName()));
			}

		}).check(CLASSES);
	}

}
