/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the page gets its pictures. While they are few it holds them itself, so that it can be sent
 * as one file; beyond that it names the files, which it must then stay beside.
 */
record PictureLinks(Path directory, boolean isEmbedding) {

    /** Encoded as text, and encoded again by mail, this stays below what mail usually takes. */
    private static final long MAX_EMBEDDED_BYTES = 10_000_000;

    static PictureLinks of(Path directory, List<ReportedIncident> incidents) throws IOException {
        long bytes = 0;
        for (ReportedIncident incident : incidents) {
            if (incident.picture().isPresent()) {
                bytes += Files.size(directory.resolve(incident.picture().get()));
            }
        }
        return new PictureLinks(directory, bytes <= MAX_EMBEDDED_BYTES);
    }

    /** What the page names as the picture's source. */
    Optional<String> link(ReportedIncident incident) throws IOException {
        if (incident.picture().isEmpty()) {
            return Optional.empty();
        }
        String picture = incident.picture().get();
        return Optional.of(isEmbedding ? data(picture) : relative(picture));
    }

    private String data(String picture) throws IOException {
        String type = picture.toLowerCase(Locale.ROOT).endsWith(".png") ? "png" : "jpeg";
        byte[] bytes = Files.readAllBytes(directory.resolve(picture));
        return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /** With what a name may hold but an address may not written as the address needs it. */
    private static String relative(String picture) throws IOException {
        try {
            return new URI(null, null, "./" + picture, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IOException("No address can be made of the picture's name " + picture, e);
        }
    }
}
