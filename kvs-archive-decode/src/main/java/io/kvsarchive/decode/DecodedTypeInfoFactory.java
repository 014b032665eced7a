/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Lets Flink find the types of pictures and sound wherever it extracts types. */
@Internal
public final class DecodedTypeInfoFactory extends TypeInfoFactory<Object> {

    private static final Map<Type, TypeInformation<?>> TYPES =
            Map.of(
                    Picture.class, Picture.TYPE,
                    Sound.class, Sound.TYPE,
                    ArchivedPicture.class, ArchivedPicture.TYPE,
                    ArchivedSound.class, ArchivedSound.TYPE);

    /** Flink asks for a class that names this factory. */
    @Override
    @SuppressWarnings("unchecked")
    public TypeInformation<Object> createTypeInfo(
            Type type, Map<String, TypeInformation<?>> genericParameters) {
        return (TypeInformation<Object>) Objects.requireNonNull(TYPES.get(type), type::getTypeName);
    }
}
