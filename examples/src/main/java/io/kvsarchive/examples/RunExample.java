/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import io.kvsarchive.examples.catalog.CatalogCommand;
import io.kvsarchive.examples.catalog.FollowCommand;
import io.kvsarchive.examples.plan.PlanCommand;
import io.kvsarchive.examples.windows.WindowsCommand;
import io.kvsarchive.local.ServeCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./run-example} runs. */
@Command(
        name = "run-example",
        description =
                "Reads archived video with Flink. Without a command, two sample cameras that a"
                        + " local archive serves.",
        subcommands = {
            CatalogCommand.class,
            FollowCommand.class,
            PlanCommand.class,
            WindowsCommand.class,
            ServeCommand.class
        })
public final class RunExample implements Callable<Integer> {

    @Spec private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean helpRequested;

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
        return new SampleCatalog(command.commandLine().getOut()).run();
    }

    private static int sayWhatIsWrong(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        command.getErr()
                .println(
                        error.getMessage()
                                + ". See ./"
                                + command.getCommandSpec().qualifiedName()
                                + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int sayWhatFailed(
            Exception error, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println(FailureMessage.of(error));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
