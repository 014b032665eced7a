/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One process of a cluster. It ends with the test's own, whatever becomes of that. */
final class ClusterProcess {

    private final String name;
    private final Process process;

    private ClusterProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Starts Java with the cluster's class path; what it prints is appended to a file. */
    static ClusterProcess start(
            String name, Path log, String heap, String mainClass, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dzookeeper.admin.enableServer=false",
                        "-Dlog4j.configurationFile=cluster-log4j2.properties",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.time=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        mainClass));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ClusterProcess(name, process);
    }

    private static String classPath() throws IOException {
        Path target = Path.of(System.getProperty("e2e.target"));
        return target.resolve("test-classes")
                + File.pathSeparator
                + Files.readString(target.resolve("cluster-class-path")).strip();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing is said good-bye to. */
    void kill() {
        CompletableFuture<Process> exit = process.destroyForcibly().onExit();
        exit.join();
    }

    @Override
    public String toString() {
        return name + " (" + process.pid() + ")";
    }
}
