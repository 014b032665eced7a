/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.JobFailure;
import io.kvsarchive.flink.source.PermissionsPage.Need;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.ReceivedRequest;
import io.kvsarchive.local.When;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the permissions in the documentation with the calls that jobs make. */
@Timeout(120)
class PermissionsDocumentationITCase {

    private static final PermissionsPage PAGE = PermissionsPage.read();
    private static final String SERVICE = "kinesisvideo:";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir private Path savepoints;
    private LocalKvsArchive archive;

    @BeforeEach
    void startArchive() {
        archive = LocalKvsArchive.start();
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @Test
    void namesEachWayToUseTheConnector() {
        assertThat(PAGE.uses().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        DocumentedUse.ALL.stream().map(DocumentedUse::name).toList());
    }

    @ParameterizedTest
    @FieldSource("io.kvsarchive.flink.source.DocumentedUse#ALL")
    void namesAllCallsThatJobsMake(DocumentedUse use) throws Exception {
        use.jobs().run(new ArchiveJobs(archive, savepoints, archive.requests()::clear));

        assertThat(operationsCalled()).isEqualTo(PAGE.uses().get(use.name()).keySet());
    }

    @ParameterizedTest
    @MethodSource("permissions")
    void tellsWithoutWhichPermissionJobsFail(DocumentedUse use, String operation, Need need) {
        Faults denial = Faults.none().withAccessDenied(When.always().withOperations(operation));

        List<Throwable> causes =
                JobFailure.causes(
                        () ->
                                use.jobs()
                                        .run(
                                                new ArchiveJobs(
                                                        archive,
                                                        savepoints,
                                                        () -> archive.setFaults(denial))));

        if (need == Need.OPTIONAL) {
            assertThat(causes).isEmpty();
        } else {
            assertThat(causes)
                    .anySatisfy(
                            cause ->
                                    assertThat(cause)
                                            .hasMessageContainingAll(operation, "permission"));
        }
    }

    static Stream<Arguments> permissions() {
        return DocumentedUse.ALL.stream()
                .flatMap(
                        use ->
                                PAGE.uses().get(use.name()).entrySet().stream()
                                        .map(
                                                need ->
                                                        Arguments.of(
                                                                use,
                                                                need.getKey(),
                                                                need.getValue())));
    }

    @Test
    void allowsWhatJobsCallAndNothingElse() {
        Set<String> called =
                PAGE.uses().values().stream()
                        .flatMap(needs -> needs.keySet().stream())
                        .map(operation -> SERVICE + operation)
                        .collect(Collectors.toSet());

        assertThat(PAGE.allowedActions())
                .filteredOn(action -> action.startsWith(SERVICE))
                .containsExactlyInAnyOrderElementsOf(called);
    }

    @Test
    void explainsEachActionThatItAllows() {
        assertThat(PAGE.explainedActions())
                .containsExactlyInAnyOrderElementsOf(PAGE.allowedActions());
    }

    private Set<String> operationsCalled() {
        return archive.requests().latest().stream()
                .map(ReceivedRequest::operation)
                .collect(Collectors.toSet());
    }
}
