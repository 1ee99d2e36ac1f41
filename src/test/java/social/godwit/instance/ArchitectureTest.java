package social.godwit.instance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md, checked over all modules. */
class ArchitectureTest {
    private static JavaClasses godwit;

    @BeforeAll
    static void readAllModules() {
        godwit = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("social.godwit");
    }

    @Test
    void identityKnowsOnlyJavaAndBouncyCastle() {
        check(classes()
                .that()
                .resideInAPackage("social.godwit.identity..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "javax.security..",
                        "org.bouncycastle..",
                        "org.jspecify..",
                        "social.godwit.identity..")));
    }

    @Test
    void modulesDependDownwardsOnly() {
        check(noClasses()
                .that()
                .resideInAPackage("social.godwit.store..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "social.godwit.activitypub..", "social.godwit.network..", "social.godwit.instance..")));
        check(noClasses()
                .that()
                .resideInAPackage("social.godwit.activitypub..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("social.godwit.network..", "social.godwit.instance..")));
        check(noClasses()
                .that()
                .resideInAPackage("social.godwit.network..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("social.godwit.activitypub..", "social.godwit.instance..")));
    }

    @Test
    void libraryModulesKnowNothingOfQuarkus() {
        check(noClasses()
                .that()
                .resideInAnyPackage("social.godwit.store..", "social.godwit.activitypub..", "social.godwit.network..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.quarkus..")));
    }

    @Test
    void restIsSpokenInWebPackagesOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("..web..")
                .should()
                .dependOnClassesThat(resideInAPackage("jakarta.ws.rs..")));
    }

    @Test
    void hibernateStaysInStoreClasses() {
        DescribedPredicate<JavaClass> keeper = nameMatching(
                        ".*\\.(Hibernate\\w+|\\w+Row)(\\$.*)?|social\\.godwit\\.store\\.Database(\\$.*)?")
                .forSubtype();
        check(noClasses()
                .that(DescribedPredicate.not(keeper))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.hibernate..", "jakarta.persistence..")));
    }

    @Test
    void jacksonStaysAtTheWebEdgeOfTheInstance() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("social.godwit.instance..web..")
                .should()
                .dependOnClassesThat(resideInAPackage("com.fasterxml..")));
    }

    @Test
    void timeAndChanceAreInjected() {
        DescribedPredicate<JavaClass> edge = resideInAnyPackage(
                        "social.godwit.instance.wiring..", "social.godwit.instance.cli..")
                .or(nameMatching("social\\.godwit\\.instance\\.DataFolder").forSubtype());
        check(noClasses()
                .that(DescribedPredicate.not(edge))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SecureRandom.class));
    }

    @Test
    void ownersCommandsDoWithoutTheBridge() {
        // ./godwit starts them with the other modules alone, so that they begin at once.
        check(noClasses()
                .that()
                .resideInAnyPackage("social.godwit.instance.client..", "social.godwit.instance.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("social.godwit.activitypub..")));
    }

    @Test
    void oneClientGoesOut() {
        DescribedPredicate<JavaClass> guarded = nameMatching(
                        "social\\.godwit\\.(activitypub\\.remote\\.\\w+|instance\\.client\\.GatewayConnection)(\\$.*)?")
                .forSubtype();
        check(noClasses()
                .that(DescribedPredicate.not(guarded))
                .should()
                .dependOnClassesThat(resideInAPackage("java.net.http.."))
                .orShould()
                .dependOnClassesThat(nameMatching("io\\.vertx\\..*\\.(HttpClient|WebClient|NetClient)")
                        .forSubtype())
                .orShould()
                .dependOnClassesThat(nameMatching("java\\.net\\.(URLConnection|HttpURLConnection)")
                        .forSubtype()));
    }

    @Test
    void namesSayWhatThingsAre() {
        check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Service|Dto)"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(godwit);
    }
}
