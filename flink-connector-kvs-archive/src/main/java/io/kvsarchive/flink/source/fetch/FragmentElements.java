/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.Frame;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.flink.annotation.Internal;

/** The elements that a fragment is emitted as: a checkpoint can fall between any two of them. */
@Internal
public interface FragmentElements {

    /** A fragment is one element, whatever was emitted of it before: it decodes as a whole. */
    FragmentElements WHOLE =
            (stream, fragment, firstFrame) ->
                    List.<FetchedElement>of(
                                    new FetchedElement.OfFragment(
                                            new WholeFragment(
                                                    stream,
                                                    fragment.metadata(),
                                                    fragment.frames(),
                                                    fragment.document())))
                            .iterator();

    /** Each frame is an element, those of them that were kept. */
    FragmentElements FRAMES =
            (stream, fragment, firstFrame) -> {
                int position = 0;
                while (position < fragment.frames().size()
                        && fragment.frames().get(position).index() < firstFrame) {
                    position++;
                }
                return position < fragment.frames().size()
                        ? new Frames(stream, fragment, position)
                        : List.<FetchedElement>of(
                                        new FetchedElement.OfNoFrame(
                                                fragment.metadata().fragmentNumber()))
                                .iterator();
            };

    /**
     * The elements of a fragment.
     *
     * @param firstFrame how many of its frames were emitted before, counted among all of them,
     *     whether they are kept or not: who wrote the state may have had another filter
     */
    Iterator<FetchedElement> of(String stream, Fragment fragment, int firstFrame);

    /** Makes each element when it is asked for. */
    final class Frames implements Iterator<FetchedElement> {

        private final String stream;
        private final Fragment fragment;
        private final List<Frame> frames;
        private int next;

        private Frames(String stream, Fragment fragment, int first) {
            this.stream = stream;
            this.fragment = fragment;
            this.frames = fragment.frames();
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            return next < frames.size();
        }

        @Override
        public FetchedElement next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Frame frame = frames.get(next++);
            return new FetchedElement.OfFrame(
                    new ArchivedFrame(stream, fragment.metadata(), frame), !hasNext());
        }
    }
}
