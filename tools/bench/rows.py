"""What is measured: groups of programs that alternate, the bars that their figures must meet, and the plots."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import measure
from measure import MINGW, Step, java, jmh, jmh_results, median, millis, wine_java

WINE = ("Linux on x86-64",)
SIZES = (64, 1024, 8192, 65536)
ROWS = (1_000, 100_000, 1_000_000, 16_000_000)
WAITING = (0, 100, 10_000, 1_000_000)
PROCESSES = (10, 100, 1_000)


@dataclass(frozen=True)
class Row:
    """One bar. `peer` is the figure that `ours` is held against; None where the limit stands for itself."""

    name: str
    operation: str
    ours: str
    peer: str | None
    limit: float | None  # None: no bar, only worth knowing
    how: str = "ours/peer"  # or peer/ours, ours-peer, ours
    unit: str = "ns"
    divisor: float = 1
    base: str | None = None  # what both sides have in common, and is taken from both

    def is_met(self, result):
        if self.limit is None:
            return True
        return result >= self.limit if self.how == "peer/ours" else result <= self.limit

    def result(self, figures):
        ours, peer = self.sides(figures)
        if self.how == "ours/peer":
            return ours / peer
        if self.how == "peer/ours":
            return peer / ours
        return ours - peer if self.how == "ours-peer" else ours

    def sides(self, figures):
        common = figures[self.base] if self.base else 0
        return figures[self.ours] / self.divisor - common, figures[self.peer] - common if self.peer else None

    def limit_text(self):
        if self.limit is None:
            return "-"
        sign = ">=" if self.how == "peer/ours" else "<="
        unit = "" if "/" in self.how else " " + self.unit
        return f"{sign} {self.limit:g}{unit}"

    def needs(self):
        return {figure for figure in (self.ours, self.peer, self.base) if figure}


@dataclass(frozen=True)
class Plot:
    """Lines of (x, figure); measured in the rounds of the group that has the figures."""

    name: str
    title: str
    x_title: str
    y_title: str
    lines: dict  # label -> list of (x, figure, divisor)

    def needs(self):
        return {figure for line in self.lines.values() for _, figure, _ in line}


@dataclass(frozen=True)
class Group:
    name: str
    about: str
    steps: tuple
    rows: tuple
    plots: tuple = ()


# Steps


def calls_c(version, pinned=False):
    pin = ["taskset", "-c", "0"] if pinned else []
    return Step(
        "c",
        lambda operations, quick: [*pin, "tools/wine/exe", measure.C_PROGRAM, *operations],
        (*WINE, MINGW, *(("taskset",) if pinned else ())),
        {"HANDLELAB_WINE": version},
    )


def calls_real(version, pinned=False):
    pin = ["taskset", "-c", "0"] if pinned else []
    return Step(
        "ours",
        lambda operations, quick: [*pin, *wine_java("handlelab.bench.KernelCalls", "real", *operations)],
        (*WINE, *(("taskset",) if pinned else ())),
        {"HANDLELAB_WINE": version},
    )


JNA_PLATFORM = Step(
    "jna-platform",
    lambda operations, quick: wine_java("handlelab.bench.JnaPlatformCalls", *operations),
    WINE,
    {"HANDLELAB_WINE": "8"},
)


def calls_shared(one_processor):
    return Step(
        "ours",
        lambda operations, quick: java("handlelab.bench.KernelCalls", "simulated", *operations, on_one_processor=one_processor),
        ("taskset",) if one_processor else ("two processors",),
    )


def round_trip(one_processor):
    return Step(
        "java",
        lambda operations, quick: java("handlelab.bench.SocketRoundTrip", on_one_processor=one_processor),
        ("taskset",) if one_processor else ("two processors",),
    )


def shared_memory(one_processor):
    return Step(
        "mapped",
        lambda operations, quick: java("handlelab.bench.SharedMemoryRoundTrip", on_one_processor=one_processor),
        ("taskset",) if one_processor else ("two processors",),
    )


def jmh_step(name, benchmark, parameter, heap="1g"):
    """Operations are METHOD-VALUE of the one parameter."""

    def command(operations, quick):
        methods = sorted({operation.split("-")[0] for operation in operations})
        values = sorted({int(operation.split("-")[1]) for operation in operations})
        pattern = f"handlelab.jmh.{benchmark}.({'|'.join(methods)})$"
        measure.run(jmh(pattern, {parameter: values}, quick, heap))
        return {f"{method}-{parameters[parameter]}": score for method, parameters, score in jmh_results()}

    return Step(name, command)


# Start-up: commands as a user types them


def start_up(operations, quick):
    with tempfile.TemporaryDirectory(prefix="hlb") as folder:
        environment = {"HANDLELAB_RUNTIME_DIR": str(Path(folder, "r"))}
        found = {}
        if "send" in operations:
            found["send"] = with_receiver(environment, 1 if quick else 5)
        if "first" in operations:
            found["first"] = median(first_use(folder, number) for number in range(1 if quick else 3))
        if "demo" in operations:
            found["demo"] = millis(["./handlelab", "demo"], environment)
        return found


def with_receiver(environment, times):
    """The median time of a `send` while the server is up, which a receiver sees to."""
    receiver = subprocess.Popen(
        ["./handlelab", "receive", "bench"],
        cwd=measure.PROJECT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        send = ["./handlelab", "send", "bench", "line"]
        millis(send, environment)  # waits until the slot is there
        return median(millis(send, environment) for _ in range(times))
    finally:
        receiver.terminate()
        receiver.wait()


def first_use(folder, number):
    """A whole command that finds no server: two JVMs start, one after the other."""
    return millis(["./handlelab", "handles"], {"HANDLELAB_RUNTIME_DIR": str(Path(folder, f"first{number}"))})


def bare(operations, quick):
    return {"line": median(millis(java("handlelab.bench.PrintLine")) for _ in range(1 if quick else 5))}


# Groups


def line(pattern, values, divisor=1):
    return [(value, pattern.format(value), divisor) for value in values]


GROUPS = (
    Group(
        "real-message",
        "one message of 64 bytes, WriteFile + ReadFile, on Wine 8",
        (
            calls_c("8"),
            calls_real("8"),
            JNA_PLATFORM,
            jmh_step("simulated", "MessageBenchmark", "bytes"),
        ),
        (
            Row("real-message-heap", "real, Wine 8, message of 64 B, heap buffer; peer: C", "ours.heap-64", "c.message-64", 1.75),
            Row("real-message-direct", "real, Wine 8, message of 64 B, direct buffer; peer: C", "ours.direct-64", "c.message-64", 1.55),
            Row(
                "real-message-heap-jna",
                "real, Wine 8, message of 64 B, heap buffer; peer: jna-platform",
                "ours.heap-64",
                "jna-platform.message-64",
                2.8,
                "peer/ours",
            ),
            Row(
                "real-message-direct-jna",
                "real, Wine 8, message of 64 B, direct buffer; peer: jna-platform",
                "ours.direct-64",
                "jna-platform.message-64",
                2.8,
                "peer/ours",
            ),
            Row(
                "real-message-added",
                "the same, heap buffer: what is added to C; peer: what jna-platform adds",
                "ours.heap-64",
                "jna-platform.message-64",
                None,
                "peer/ours",
                base="c.message-64",
            ),
            Row(
                "simulated-message",
                "simulated in one JVM, message of 64 B; peer: C on Wine 8",
                "simulated.writeAndRead-64",
                "c.message-64",
                0.25,
            ),
        ),
        (
            Plot(
                "cost-message-size",
                "One message, written and read",
                "message, bytes",
                "ns",
                {
                    "jna-platform on Wine 8": line("jna-platform.message-{}", SIZES),
                    "real, Wine 8, heap buffer": line("ours.heap-{}", SIZES),
                    "real, Wine 8, direct buffer": line("ours.direct-{}", SIZES),
                    "C on Wine 8": line("c.message-{}", SIZES),
                    "simulated in one JVM": line("simulated.writeAndRead-{}", SIZES),
                },
            ),
        ),
    ),
    Group(
        "real-calls",
        "calls that Wine's server answers, on Wine 10, everything on one processor",
        (calls_c("10", pinned=True), calls_real("10", pinned=True)),
        (
            Row("real-info", "real, Wine 10, pinned, GetHandleInformation; peer: C", "ours.info", "c.info", 1.12),
            Row("real-duplicate", "real, Wine 10, pinned, DuplicateHandle + CloseHandle; peer: C", "ours.duplicate", "c.duplicate", 1.12),
            Row("real-create", "real, Wine 10, pinned, CreateMailslotW + CloseHandle; peer: C", "ours.create", "c.create", 1.12),
            Row("real-message-10", "real, Wine 10, pinned, message of 64 B; peer: C", "ours.heap-64", "c.message-64", 1.12),
        ),
    ),
    Group(
        "shared",
        "simulated between JVMs, two processors",
        (
            calls_shared(one_processor=False),
            round_trip(one_processor=False),
            shared_memory(one_processor=False),
            Step("stream", lambda operations, quick: java("handlelab.bench.MessageStream", "senders-1"), ("two processors",)),
            Step("four", lambda operations, quick: java("handlelab.bench.MessageStream", "senders-4"), ("two processors",)),
        ),
        (
            Row("shared-info", "between JVMs, GetHandleInformation, two processors; peer: blocking round trip", "ours.info", "java.round-trip", 0.6),
            Row(
                "shared-stream",
                "between JVMs, stream of 64 B messages; peer: one at each blocking round trip",
                "stream.senders-1",
                "java.round-trip",
                0.85,
                "peer/ours",
            ),
            Row(
                "shared-stream-own",
                "the same; peer: one at each GetHandleInformation",
                "stream.senders-1",
                "ours.info",
                0.85,
                "peer/ours",
            ),
            Row("shared-memory", "a round trip through shared memory, two processors; peer: blocking round trip", "mapped.round-trip", "java.round-trip", None),
            Row("shared-stream-four", "the same from four senders; peer: from one", "four.senders-4", "stream.senders-1", 1.0, "peer/ours"),
        ),
    ),
    Group(
        "shared-one",
        "simulated between JVMs, one processor",
        (calls_shared(one_processor=True), round_trip(one_processor=True), shared_memory(one_processor=True)),
        (
            Row(
                "shared-info-one",
                "between JVMs, GetHandleInformation, one processor; peer: blocking round trip",
                "ours.info",
                "java.round-trip",
                1.15,
            ),
            Row("shared-memory-one", "a round trip through shared memory, one processor; peer: blocking round trip", "mapped.round-trip", "java.round-trip", None),
        ),
    ),
    Group(
        "rows",
        "simulated in one JVM, tables of many rows, in a heap of 512 MB",
        (jmh_step("rows", "LookUpBenchmark", "rows", heap="512m"),),
        (
            Row(
                "rows-million",
                "1,000,000 rows, GetHandleInformation; peer: array",
                "rows.handleInformation-1000000",
                "rows.array-1000000",
                15,
                "ours-peer",
            ),
            Row(
                "rows-16-million",
                "16,000,000 rows in 512 MB, GetHandleInformation; peer: array",
                "rows.handleInformation-16000000",
                "rows.array-16000000",
                2,
            ),
            Row(
                "rows-16-million-in-turn",
                "the same, each looked up when the one before is known; peer: array",
                "rows.handleInformationInTurn-16000000",
                "rows.arrayInTurn-16000000",
                None,
            ),
        ),
        (
            Plot(
                "cost-rows",
                "GetHandleInformation in a table of many rows, simulated in one JVM",
                "rows",
                "ns",
                {
                    "GetHandleInformation": line("rows.handleInformation-{}", ROWS),
                    "array": line("rows.array-{}", ROWS),
                },
            ),
        ),
    ),
    Group(
        "inherit",
        "simulated in one JVM, CreateProcessW",
        (jmh_step("inherit", "InheritanceBenchmark", "rows"),),
        (
            Row(
                "inherit-million",
                "a child that inherits 1,000,000 rows, for each",
                "inherit.createProcess-1000000",
                None,
                60,
                "ours",
                divisor=1e6,
            ),
        ),
    ),
    Group(
        "queue",
        "simulated in one JVM, messages that wait in one slot",
        (
            jmh_step("queue", "MessageBenchmark", "waiting"),
            Step("memory", lambda operations, quick: java("-Xmx1g", "handlelab.bench.QueueMemory", "1000000")),
        ),
        (
            Row(
                "queue-million",
                "1,000,000 messages waiting, one written and one read; peer: none waiting",
                "queue.writeAndRead-1000000",
                "queue.writeAndRead-0",
                1.5,
            ),
            Row("queue-bytes", "memory of each, beside its content", "memory.queue-bytes-1000000", None, 64, "ours", "bytes"),
        ),
        (
            Plot(
                "cost-waiting",
                "One message written and one read while others wait, simulated in one JVM",
                "messages waiting",
                "ns",
                {"write + read": line("queue.writeAndRead-{}", WAITING)},
            ),
        ),
    ),
    Group(
        "crowd",
        "1,000 simulated processes, each with a blocked reader",
        (
            Step("crowd", lambda operations, quick: crowd(operations), WINE),
            round_trip(one_processor=False),
        ),
        (
            Row("crowd-idle", "server's processor time while idle, a second; peer: an idle JVM", "crowd.idle-1000", "crowd.idle-jvm-1000", 1e6, "ours-peer"),
            Row("crowd-bytes", "server's memory for each process", "crowd.bytes-1000", None, 64 * 1024, "ours", "bytes"),
            Row("crowd-wake", "message until its reader is awake; peer: blocking round trip", "crowd.wake-1000", "java.round-trip", 3),
        ),
        (
            Plot(
                "cost-processes-wake",
                "From a message to its awake reader, one of many processes",
                "processes",
                "ns",
                {"wake-up": line("crowd.wake-{}", PROCESSES)},
            ),
            Plot(
                "cost-processes-memory",
                "Server's memory for each simulated process with a blocked reader",
                "processes",
                "bytes",
                {"resident": line("crowd.bytes-{}", PROCESSES)},
            ),
        ),
    ),
    Group(
        "start",
        "commands from their start to their end",
        (Step("ours", start_up), Step("java", bare)),
        (
            Row("start-send", "handlelab send, server up; peer: bare JVM that prints a line", "ours.send", "java.line", 2.5, unit="ms"),
            Row("start-server", "handlelab handles, starts the server; peer: bare JVM", "ours.first", "java.line", 5, unit="ms"),
            Row("start-demo", "handlelab demo; peer: bare JVM", "ours.demo", "java.line", 40, unit="ms"),
        ),
    ),
)


def crowd(operations):
    """One JVM and one server for each size: what has grown does not shrink again."""
    found = {}
    for processes in sorted({int(operation.rsplit("-", 1)[1]) for operation in operations}):
        printed = measure.run(java("handlelab.bench.Crowd", str(processes)))
        for printed_line in printed.splitlines():
            operation, _, value = printed_line.rpartition(",")
            found[operation] = float(value)
    return found
