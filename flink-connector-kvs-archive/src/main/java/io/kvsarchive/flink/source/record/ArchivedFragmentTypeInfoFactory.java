/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Lets Flink find the type information of fragments wherever it extracts types. */
@Internal
public final class ArchivedFragmentTypeInfoFactory extends TypeInfoFactory<ArchivedFragment> {

    @Override
    public TypeInformation<ArchivedFragment> createTypeInfo(
            Type type, Map<String, TypeInformation<?>> genericParameters) {
        return ArchivedFragmentTypeInfo.INSTANCE;
    }
}
