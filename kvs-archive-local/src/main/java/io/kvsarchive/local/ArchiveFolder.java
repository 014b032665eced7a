/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import io.kvsarchive.local.matroska.MatroskaFile;
import io.kvsarchive.local.matroska.MediaSource;
import io.kvsarchive.local.matroska.RecordedBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder whose files become streams. */
record ArchiveFolder(Path folder) {

    private static final String EXTENSION = ".mkv";

    List<String> addTo(LocalKvsArchive archive) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder");
        }
        List<String> names = new ArrayList<>();
        for (Path entry : sorted(folder)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                List<Path> files =
                        sorted(entry).stream().filter(ArchiveFolder::isMatroska).toList();
                for (Path file : files) {
                    addFile(archive, name, file);
                }
                if (!files.isEmpty()) {
                    names.add(name);
                }
            } else if (isMatroska(entry)) {
                String stream = name.substring(0, name.length() - EXTENSION.length());
                addFile(archive, stream, entry);
                names.add(stream);
            }
        }
        return names;
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static boolean isMatroska(Path file) {
        return file.getFileName().toString().endsWith(EXTENSION) && Files.isRegularFile(file);
    }

    private static void addFile(LocalKvsArchive archive, String stream, Path file)
            throws IOException {
        try {
            if (RecordedBody.isRecordedBody(MediaSource.of(file))) {
                archive.addRecordedBody(stream, file);
            } else {
                Instant lastModified = Files.getLastModifiedTime(file).toInstant();
                MatroskaFile indexed = archive.index(MediaSource.of(file));
                archive.add(stream, indexed, indexed.date().orElse(lastModified));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
