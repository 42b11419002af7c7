package io.rtcroom;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class PackagesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.rtcroom");

    @Test
    void thePackageGraphHasNoCycle() {
        SlicesRuleDefinition.slices()
                .matching("io.rtcroom.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
