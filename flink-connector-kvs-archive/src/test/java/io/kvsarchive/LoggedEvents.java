/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What is logged by any thread until it is closed. */
public final class LoggedEvents implements AutoCloseable {

    private final Logger root = (Logger) LogManager.getRootLogger();
    private final Queue<LogEvent> events = new ConcurrentLinkedQueue<>();
    private final AbstractAppender appender =
            new AbstractAppender("logged events", null, null, true, Property.EMPTY_ARRAY) {
                @Override
                public void append(LogEvent event) {
                    events.add(event.toImmutable());
                }
            };

    public LoggedEvents() {
        appender.start();
        root.addAppender(appender);
    }

    public Stream<LogEvent> stream() {
        return events.stream();
    }

    @Override
    public void close() {
        root.removeAppender(appender);
    }
}
