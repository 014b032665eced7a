/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.flink.source.record.RecordTypeInfo;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The type of {@link ArchivedPicture}. */
@Internal
public final class ArchivedPictureTypeInfo extends RecordTypeInfo<ArchivedPicture> {

    private static final long serialVersionUID = 1L;

    public static final ArchivedPictureTypeInfo INSTANCE = new ArchivedPictureTypeInfo();

    private ArchivedPictureTypeInfo() {
        super(ArchivedPicture.class, ArchivedPictureSerializer.INSTANCE);
    }

    /** Lets Flink find the type information wherever it extracts types. */
    @Internal
    public static final class Factory extends TypeInfoFactory<ArchivedPicture> {

        @Override
        public TypeInformation<ArchivedPicture> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return INSTANCE;
        }
    }
}
