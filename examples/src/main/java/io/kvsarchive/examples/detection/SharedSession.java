/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One session of a model for all subtasks in this process, which may run it at the same time. The
 * last one to close it ends it.
 */
final class SharedSession implements AutoCloseable {

    private record Key(Optional<String> path, int threads) {}

    private static final String OWN_MODEL = "sample-detector.onnx";
    private static final Map<Key, SharedSession> SESSIONS = new HashMap<>();

    private final Key key;
    private final OrtSession session;
    private int users;

    private SharedSession(Key key, OrtSession session) {
        this.key = key;
        this.session = session;
    }

    static SharedSession of(DetectorSettings settings) throws DetectorException {
        Key key = new Key(settings.path(), settings.threads());
        synchronized (SESSIONS) {
            SharedSession shared = SESSIONS.get(key);
            if (shared == null) {
                shared = new SharedSession(key, load(key));
                SESSIONS.put(key, shared);
            }
            shared.users++;
            return shared;
        }
    }

    private static OrtSession load(Key key) throws DetectorException {
        byte[] model = read(key.path());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(key.threads());
            options.setInterOpNumThreads(1);
            // A thread that spins while it waits takes a core from Flink's slots.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return OrtEnvironment.getEnvironment().createSession(model, options);
        } catch (OrtException e) {
            throw new DetectorException(
                    "%s is no ONNX model that onnxruntime can run: %s"
                            .formatted(name(key.path()), e.getMessage()),
                    e);
        }
    }

    private static byte[] read(Optional<String> path) throws DetectorException {
        try {
            return path.isPresent() ? Files.readAllBytes(Path.of(path.get())) : readOwn();
        } catch (IOException e) {
            throw new DetectorException(name(path) + " can't be read: " + e, e);
        }
    }

    private static byte[] readOwn() throws IOException {
        try (InputStream in = SharedSession.class.getResourceAsStream(OWN_MODEL)) {
            if (in == null) {
                throw new FileNotFoundException(OWN_MODEL);
            }
            return in.readAllBytes();
        }
    }

    private static String name(Optional<String> path) {
        return path.map(file -> "The model " + file).orElse("The model of the examples");
    }

    String modelName() {
        return name(key.path());
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() throws DetectorException {
        synchronized (SESSIONS) {
            users--;
            if (users > 0) {
                return;
            }
            SESSIONS.remove(key);
            try {
                session.close();
            } catch (OrtException e) {
                throw new DetectorException(modelName() + " could not be closed", e);
            }
        }
    }

    /** How many models are loaded. */
    static int count() {
        synchronized (SESSIONS) {
            return SESSIONS.size();
        }
    }
}
