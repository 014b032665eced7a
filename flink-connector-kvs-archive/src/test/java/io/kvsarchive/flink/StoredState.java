/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.function.SupplierWithException;

/**
 * What a version of a serializer wrote, in a file that is never changed. With {@code
 * -Dstate.write=true} a file is written that is not there.
 */
public final class StoredState {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "state");

    private StoredState() {}

    /**
     * Reads a file.
     *
     * @param written what to write to it if it is not there
     */
    public static byte[] of(String name, SupplierWithException<byte[], IOException> written)
            throws IOException {
        if (Boolean.getBoolean("state.write")) {
            Path file = DIRECTORY.resolve(name);
            if (Files.notExists(file)) {
                Files.write(file, written.get());
            }
            return Files.readAllBytes(file);
        }
        try (InputStream file = StoredState.class.getResourceAsStream("/state/" + name)) {
            if (file == null) {
                throw new FileNotFoundException(
                        "There is no file '%s': run the test with -Dstate.write=true to write it"
                                .formatted(DIRECTORY.resolve(name)));
            }
            return file.readAllBytes();
        }
    }
}
