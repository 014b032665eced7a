/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Lets Flink find the types of this package's records wherever it extracts types. */
@Internal
public final class RecordTypeInfoFactory extends TypeInfoFactory<Object> {

    private static final Map<Type, TypeInformation<?>> TYPES =
            Map.of(
                    ArchivedFrame.class, ArchivedFrame.TYPE,
                    ArchivedFrameMetadata.class, ArchivedFrameMetadata.TYPE,
                    ArchivedFragment.class, ArchivedFragment.TYPE,
                    WholeFragment.class, WholeFragment.TYPE);

    /** Flink asks for a class that names this factory. */
    @Override
    @SuppressWarnings("unchecked")
    public TypeInformation<Object> createTypeInfo(
            Type type, Map<String, TypeInformation<?>> genericParameters) {
        return (TypeInformation<Object>) Objects.requireNonNull(TYPES.get(type), type::getTypeName);
    }
}
