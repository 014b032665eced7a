/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.examples.detection.DetectorSettings;
import java.io.Serializable;

/**
 * How fragments are looked at.
 *
 * @param pictures which pictures are made of them, in RGB
 * @param detector what looks at the pictures
 */
record InspectionSettings(PictureSettings pictures, DetectorSettings detector)
        implements Serializable {}
