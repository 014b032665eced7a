/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What {@code jcmd GC.class_histogram} prints of this process: live instances only. */
final class ClassHistogram {

    private ClassHistogram() {}

    static List<String> lines() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            String histogram =
                    (String)
                            beans.invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "gcClassHistogram",
                                    new Object[] {new String[0]},
                                    new String[] {String[].class.getName()});
            return histogram.lines().toList();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
