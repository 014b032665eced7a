/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import io.kvsarchive.examples.archive.ArchiveOptions;
import io.kvsarchive.examples.archive.ArchiveRun;
import io.kvsarchive.examples.archive.EndOption;
import io.kvsarchive.examples.catalog.CatalogCommand;
import io.kvsarchive.examples.catalog.UnboundedCommand;
import io.kvsarchive.examples.findings.FindingsOptions;
import io.kvsarchive.examples.plan.PlanCommand;
import io.kvsarchive.examples.sql.SqlCommand;
import io.kvsarchive.examples.windows.WindowsCommand;
import io.kvsarchive.local.ServeCommand;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./run-example} runs. */
@Command(
        name = "run-example",
        description =
                "Looks at archived video: decodes it, finds what moves and what a model knows, and"
                        + " writes down what happened before the cameras: a page, a table, lines of"
                        + " JSON and pictures. Without arguments, of two sample cameras that a"
                        + " local archive serves.",
        subcommands = {
            CatalogCommand.class,
            UnboundedCommand.class,
            PlanCommand.class,
            WindowsCommand.class,
            SqlCommand.class,
            ServeCommand.class
        })
public final class RunExample implements Callable<Integer> {

    @Spec private CommandSpec command;

    @Mixin private ArchiveOptions archive;

    @Mixin private EndOption end;

    @Mixin private FindingsOptions findings;

    private RunExample() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RunExample())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(RunExample::sayWhatIsWrong)
                .setExecutionExceptionHandler(RunExample::sayWhatFailed);
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter terminal = command.commandLine().getOut();
        return ArchiveRun.of(
                command,
                () -> end.addTo(archive.request()),
                request -> findings.prepare(request, terminal));
    }

    private static int sayWhatIsWrong(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        command.getErr()
                .println(
                        "%s. See ./%s --help"
                                .formatted(
                                        error.getMessage(),
                                        command.getCommandSpec().qualifiedName()));
        return CommandLine.ExitCode.USAGE;
    }

    private static int sayWhatFailed(
            Exception error, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println(FailureMessage.of(error));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
