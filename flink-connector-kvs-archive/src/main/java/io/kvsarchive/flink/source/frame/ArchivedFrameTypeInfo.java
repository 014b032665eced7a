/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.frame;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of {@link ArchivedFrame}. */
@PublicEvolving
public final class ArchivedFrameTypeInfo extends TypeInformation<ArchivedFrame> {

    private static final long serialVersionUID = 1L;

    public static final ArchivedFrameTypeInfo INSTANCE = new ArchivedFrameTypeInfo();

    private ArchivedFrameTypeInfo() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<ArchivedFrame> getTypeClass() {
        return ArchivedFrame.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<ArchivedFrame> createSerializer(SerializerConfig config) {
        return ArchivedFrameSerializer.INSTANCE;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ArchivedFrameTypeInfo;
    }

    @Override
    public boolean equals(Object other) {
        return canEqual(other);
    }

    @Override
    public int hashCode() {
        return ArchivedFrameTypeInfo.class.hashCode();
    }

    @Override
    public String toString() {
        return ArchivedFrame.class.getSimpleName();
    }
}
