/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import software.amazon.awssdk.policybuilder.iam.IamAction;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** What the documentation says of permissions. */
final class PermissionsPage {

    /** What becomes of a job without a permission. */
    enum Need {
        NEEDED,
        OPTIONAL
    }

    private static final Path PAGE = Path.of("..", "docs", "deploy.md");

    private final String text;

    private PermissionsPage(String text) {
        this.text = text;
    }

    static PermissionsPage read() {
        try {
            return new PermissionsPage(Files.readString(PAGE));
        } catch (IOException e) {
            return Assertions.fail("The page can't be read", e);
        }
    }

    /** For each way to use the connector, the operations that such a job calls. */
    Map<String, Map<String, Need>> uses() {
        List<List<String>> rows = table("| a job that reads |");
        List<String> operations = rows.get(0);
        Map<String, Map<String, Need>> uses = new LinkedHashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, Need> needs = new TreeMap<>();
            for (int column = 1; column < operations.size(); column++) {
                if (!row.get(column).isEmpty()) {
                    needs.put(
                            withoutQuotes(operations.get(column)),
                            Need.valueOf(row.get(column).toUpperCase(Locale.ROOT)));
                }
            }
            uses.put(row.get(0), needs);
        }
        return uses;
    }

    /** The actions that are explained, one in each row. */
    List<String> explainedActions() {
        return table("| action |").stream().skip(1).map(row -> withoutQuotes(row.get(0))).toList();
    }

    /** The actions that the policies allow. */
    Set<String> allowedActions() {
        return Stream.of(text.split("```json\n", -1))
                .skip(1)
                .map(rest -> IamPolicy.fromJson(rest.substring(0, rest.indexOf("```"))))
                .flatMap(policy -> policy.statements().stream())
                .flatMap(statement -> statement.actions().stream())
                .map(IamAction::value)
                .collect(Collectors.toSet());
    }

    /** The rows of a table, the head first. */
    private List<List<String>> table(String head) {
        return text.substring(text.indexOf(head))
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|---"))
                .map(PermissionsPage::cells)
                .toList();
    }

    private static List<String> cells(String row) {
        String[] parts = row.split("\\|", -1);
        return Arrays.stream(parts, 1, parts.length - 1).map(String::strip).toList();
    }

    private static String withoutQuotes(String code) {
        return code.replace("`", "");
    }
}
