/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.ffmpeg.PictureDecoder;
import io.kvsarchive.examples.detection.Detector;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.flink.source.record.WholeFragment;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes fragments and finds what is in their pictures. Each fragment stands for itself, so that
 * all subtasks have work, whatever the cameras are.
 */
final class InspectFragments extends RichFlatMapFunction<WholeFragment, Detection> {

    private static final long serialVersionUID = 1L;

    /** The accumulators' names. */
    static final String PICTURES = "pictures";

    static final String UNDECODABLE_FRAMES = "undecodable-frames";

    private final InspectionSettings settings;
    private final LongCounter countOfPictures = new LongCounter();
    private final LongCounter undecodableFrames = new LongCounter();
    private transient FragmentPictures pictures;
    private transient Detector detector;
    private transient Inspection inspection;

    InspectFragments(InspectionSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        getRuntimeContext().addAccumulator(PICTURES, countOfPictures);
        getRuntimeContext().addAccumulator(UNDECODABLE_FRAMES, undecodableFrames);
        detector = new Detector(settings.detector());
        inspection = new Inspection(detector);
        pictures =
                new FragmentPictures(
                        new PictureDecoder(
                                settings.pictures(),
                                (track, reason, frames, detail) -> undecodableFrames.add(frames)));
    }

    @Override
    public void flatMap(WholeFragment fragment, Collector<Detection> out) throws Exception {
        for (List<Picture> run : pictures.of(fragment)) {
            countOfPictures.add(run.size());
            List<List<Detection>> found = inspection.of(fragment.stream(), run);
            new Snapshots(run, found).detections().forEach(out::collect);
        }
    }

    @Override
    public void close() throws Exception {
        if (pictures != null) {
            pictures.close();
        }
        if (detector != null) {
            detector.close();
        }
    }
}
