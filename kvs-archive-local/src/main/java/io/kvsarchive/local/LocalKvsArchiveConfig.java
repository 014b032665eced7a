/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** How a {@link LocalKvsArchive} presents itself. Immutable. */
public final class LocalKvsArchiveConfig {

    private final int port;
    private final String region;
    private final String accountId;
    private final long seed;
    private final Duration minFragmentDuration;
    private final Duration uploadDelay;
    private final Map<String, String> secretKeys;
    private final InstantSource clock;

    private LocalKvsArchiveConfig(Builder builder) {
        this.port = builder.port;
        this.region = builder.region;
        this.accountId = builder.accountId;
        this.seed = builder.seed;
        this.minFragmentDuration = builder.minFragmentDuration;
        this.uploadDelay = builder.uploadDelay;
        this.secretKeys = Map.copyOf(builder.secretKeys);
        this.clock = builder.clock;
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The control plane's port, the three data endpoints have the next ones; 0 for free ones. */
    public int port() {
        return port;
    }

    public String region() {
        return region;
    }

    /** Twelve digits. */
    public String accountId() {
        return accountId;
    }

    /** What fragment numbers and the disorder of listings are made from. */
    public long seed() {
        return seed;
    }

    /** Key frames that follow the beginning of a fragment sooner don't end it. */
    public Duration minFragmentDuration() {
        return minFragmentDuration;
    }

    /** From a fragment's producer timestamp to its server timestamp. */
    public Duration uploadDelay() {
        return uploadDelay;
    }

    /** Secret keys by access key; if empty, anyone who signs may call. */
    public Map<String, String> secretKeys() {
        return secretKeys;
    }

    /**
     * What tells how long ago faults were set, which fragments of live media are visible, and what
     * is left of quotas.
     */
    public InstantSource clock() {
        return clock;
    }

    /** Collects values. Not safe for use by several threads. */
    public static final class Builder {

        private static final int MAX_PORT = 65_532;

        private int port;
        private String region = "us-west-2";
        private String accountId = "111122223333";
        private long seed;
        private Duration minFragmentDuration = Duration.ofSeconds(1);
        private Duration uploadDelay = Duration.ofMillis(250);
        private final Map<String, String> secretKeys = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * The control plane's port, 0 (any free one) if not set. The data endpoints take the three
         * ports after it.
         */
        public Builder setPort(int port) {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("port " + port + ", must be 0 to " + MAX_PORT);
            }
            this.port = port;
            return this;
        }

        /** The region that callers must sign for, us-west-2 if not set. */
        public Builder setRegion(String region) {
            if (!region.matches("[a-z0-9-]+")) {
                throw new IllegalArgumentException(
                        "region '" + region + "', must be like us-west-2");
            }
            this.region = region;
            return this;
        }

        /** The account of the streams' ARNs, 111122223333 if not set. */
        public Builder setAccountId(String accountId) {
            if (!accountId.matches("[0-9]{12}")) {
                throw new IllegalArgumentException(
                        "accountId '" + accountId + "', must be 12 digits");
            }
            this.accountId = accountId;
            return this;
        }

        /** Archives of the same seed that are filled alike are alike byte for byte. */
        public Builder setSeed(long seed) {
            this.seed = seed;
            return this;
        }

        /** For files that are cut into fragments, one second if not set. */
        public Builder setMinFragmentDuration(Duration duration) {
            this.minFragmentDuration = Objects.requireNonNull(duration, "duration");
            return this;
        }

        /** For fragments that don't bring a server timestamp along, 250 ms if not set. */
        public Builder setUploadDelay(Duration delay) {
            this.uploadDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        /**
         * The secret key of an access key. Once one is set, keys without one are refused, and
         * signatures are verified.
         */
        public Builder setSecretKey(String accessKey, String secretKey) {
            secretKeys.put(accessKey, secretKey);
            return this;
        }

        /**
         * What tells how long ago faults were set, which fragments of live media are visible, and
         * what is left of quotas; the system's clock if not set.
         */
        public Builder setClock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        public LocalKvsArchiveConfig build() {
            return new LocalKvsArchiveConfig(this);
        }
    }
}
