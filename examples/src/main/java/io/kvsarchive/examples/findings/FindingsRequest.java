/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.incidents.grouping.GroupingRules;
import io.kvsarchive.examples.lines.OutputDirectory;

/**
 * What to look at, how, and where to write what was found.
 *
 * @param archive what to read
 * @param inspection how its fragments are looked at
 * @param rules what makes an incident
 * @param output where the report goes
 */
record FindingsRequest(
        ArchiveRequest archive,
        InspectionSettings inspection,
        GroupingRules rules,
        OutputDirectory output) {}
