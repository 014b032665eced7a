/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.FRAMES;
import static io.kvsarchive.flink.source.fetch.TestMedia.QUICK_RETRIES;
import static io.kvsarchive.flink.source.fetch.TestMedia.body;
import static io.kvsarchive.flink.source.fetch.TestMedia.bodyOf;
import static io.kvsarchive.flink.source.fetch.TestMedia.bytes;
import static io.kvsarchive.flink.source.fetch.TestMedia.numberedSplit;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.Backoff;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholenessProofTest {

    private static final Fragment WHOLE = TestBodies.parsed("1", FRAMES);
    private static final Fragment SHORT = TestBodies.parsed("1", FRAMES - 1);

    private final WholenessProof proof = new WholenessProof();

    @Test
    void takesWhatIsAsLongAsListedWhereHttpDelimitsTheAnswer() throws Exception {
        proof.check(WHOLE, answer(body("1")), askedFor(split("s", "1", "2")));
    }

    @Test
    void doubtsWhatIsShorterThanListed() {
        assertThatThrownBy(() -> proof.check(SHORT, answer(body("1")), askedFor(split("s", "1"))))
                .isInstanceOf(IOException.class)
                .hasMessage("nothing proves that fragment 1 was whole when the answer ended");
    }

    @Test
    void doubtsTheEndOfAnAnswerThatHttpDoesNotDelimit() {
        assertThat(doubts(WHOLE, body("1").endingWithTheConnection(), split("s", "1"))).isTrue();
    }

    @Test
    void takesWhatNoListingTellsOfIfNothingElseIsMissing() throws Exception {
        proof.check(WHOLE, answer(body("1")), askedFor(numberedSplit("s", "1")));
    }

    @Test
    void doubtsWhatNoListingTellsOfIfSomethingElseIsMissing() {
        assertThat(doubts(WHOLE, body("1"), numberedSplit("s", "1", "2"))).isTrue();
    }

    @Test
    void takesWhatNoListingTellsOfIfTheAnswerSaysThatTheRestWillNotCome() throws Exception {
        MediaAnswer answer = answer(bodyOf(TestBodies.inBandError("2"), bytes("1")));
        assertThat(answer.next()).containsInstanceOf(FragmentResult.InBandError.class);

        proof.check(WHOLE, answer, askedFor(numberedSplit("s", "1", "2")));
    }

    @Test
    void takesWhatTwoAnswersEndWith() {
        assertThat(doubts(SHORT, body("1"), split("s", "1"))).isTrue();
        assertThat(doubts(SHORT, body("1"), split("s", "1"))).isFalse();
    }

    @Test
    void doubtsWhatEndsElsewhereThanInTheAnswerBefore() {
        assertThat(doubts(SHORT, body("1").endingWithTheConnection(), split("s", "1"))).isTrue();
        assertThat(doubts(WHOLE, body("1").endingWithTheConnection(), split("s", "1"))).isTrue();
        assertThat(doubts(SHORT, body("1").endingWithTheConnection(), split("s", "1"))).isTrue();
    }

    private boolean doubts(Fragment fragment, TestMedia.Body body, KvsArchiveSplit split) {
        try {
            proof.check(fragment, answer(body), askedFor(split));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static MediaAnswer answer(TestMedia.Body body) {
        return new MediaAnswer(List.of("1"), body, TestMedia.settings(QUICK_RETRIES), 0);
    }

    private static PendingFragments askedFor(KvsArchiveSplit split) {
        PendingFragments pending = new PendingFragments(split, new Backoff(QUICK_RETRIES), false);
        pending.ask(pending.next());
        return pending;
    }
}
