"""Runs the programs that measure, and builds them first. Nothing here knows what is measured."""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TARGET = PROJECT / "target"
BUILT = TARGET / "bench"
CLASSES = "target/bench/classes"
JAR = "target/handlelab.jar"
C_PROGRAM = "target/bench/calls.exe"
LIMIT_SECONDS = 170
MINGW = "x86_64-w64-mingw32-gcc"
BUSY = 0.10  # of all processors; above this ratios are noise
QUIET_LOOKS = 25

HOW_TO_GET = {
    MINGW: "apt-get install gcc-mingw-w64-x86-64",
    "taskset": "apt-get install util-linux",
    "mvn": "apt-get install maven",
    "java": "install a JDK 17 or later",
    "two processors": "this machine has one",
    "Linux on x86-64": "Wine and /proc are there only",
}

seen_kernels = set()  # what programs said of the real kernel that they ran on


class Failed(Exception):
    """A program that measures ended badly; the message says how."""


@dataclass(frozen=True)
class Step:
    """One program of a round: what it is called in figures, which operations it knows, and its command for some of them."""

    name: str
    command: object  # operations -> words; or -> figures, where a function measures itself
    needs: tuple = ()
    environment: dict = field(default_factory=dict)


def missing(need):
    """Why a need is not met here, or None."""
    if need == "two processors":
        is_there = len(os.sched_getaffinity(0)) > 1 if hasattr(os, "sched_getaffinity") else os.cpu_count() > 1
    elif need == "Linux on x86-64":
        is_there = (platform.system(), platform.machine()) == ("Linux", "x86_64")
    else:
        is_there = shutil.which(need) is not None
    return None if is_there else f"{need} is missing: {HOW_TO_GET[need]}"


def java(*words, on_one_processor=False):
    command = [java_binary(), "-cp", f"{CLASSES}:{JAR}", *words]
    return ["taskset", "-c", "0", *command] if on_one_processor else command


def java_binary():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", "java")) if home else "java"


def wine_java(*words):
    return ["tools/wine/java", "-cp", f"{CLASSES};{JAR}", *words]


def jmh(benchmark, parameters, quick, heap="1g"):
    """JMH's command: one fork, for the driver makes the rounds."""
    times = ["-wi", "1", "-w", "20ms", "-i", "1", "-r", "20ms"] if quick else ["-wi", "2", "-w", "400ms", "-i", "3", "-r", "200ms"]
    command = [java_binary(), "-XX:TieredStopAtLevel=1", "-cp", jmh_class_path(), "org.openjdk.jmh.Main", benchmark]
    command += ["-f", "1", "-foe", "true", "-rf", "json", "-rff", "target/bench/jmh.json", "-jvmArgs", f"-Xmx{heap}", *times]
    for name, values in parameters.items():
        command += ["-p", f"{name}={','.join(str(value) for value in values)}"]
    return command


def jmh_results():
    """Pairs of (method, parameters) and score of the run before."""
    for result in json.loads((BUILT / "jmh.json").read_text()):
        yield result["benchmark"].rsplit(".", 1)[1], result.get("params", {}), result["primaryMetric"]["score"]


def jmh_class_path():
    jars = sorted(str(jar.relative_to(PROJECT)) for jar in (BUILT / "jmh").glob("*.jar"))
    return ":".join([CLASSES, JAR, *jars])


def build():
    """The jar as users have it, then the programs beside it."""
    BUILT.mkdir(parents=True, exist_ok=True)
    run(["./handlelab", "--version"], limit=600)
    if not list((BUILT / "jmh").glob("jmh-core-*.jar")):
        groups = "org.openjdk.jmh,net.sf.jopt-simple,org.apache.commons"
        goal = ["dependency:copy-dependencies", "-DincludeScope=test", f"-DincludeGroupIds={groups}", "-DoutputDirectory=target/bench/jmh"]
        run(["mvn", "-q", "-B", "-P", "bench", *goal], limit=600)
    sources = sorted((PROJECT / "src" / "bench").rglob("*.java"))
    if is_older(BUILT / "classes.stamp", [*sources, TARGET / "handlelab.jar"]):
        shutil.rmtree(BUILT / "classes", ignore_errors=True)
        javac = str(Path(java_binary()).with_name("javac")) if os.sep in java_binary() else "javac"
        (BUILT / "classes").mkdir()
        libraries = ":".join(str(jar) for jar in (TARGET / "lib").glob("*.jar"))
        run([javac, "-d", CLASSES, "-cp", f"{jmh_class_path()}:{libraries}", *map(str, sources)], limit=120)
        (BUILT / "classes.stamp").touch()
    c_sources = list((PROJECT / "tools" / "bench" / "c").iterdir())
    if missing(MINGW) is None and is_older(PROJECT / C_PROGRAM, c_sources):
        run([MINGW, "-O2", "-Wall", "-o", C_PROGRAM, "tools/bench/c/calls.c"], limit=60)


def is_older(made, sources):
    return not made.exists() or any(source.stat().st_mtime > made.stat().st_mtime for source in sources)


def run(command, environment=None, limit=LIMIT_SECONDS):
    """What a program prints. Its simulated kernel is its own, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="hlb") as folder:
        settings = {**os.environ, "HANDLELAB_RUNTIME_DIR": str(Path(folder, "r")), **(environment or {})}
        try:
            done = subprocess.run(
                command, cwd=PROJECT, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{command[0]} ran for more than {limit} s") from error
    if done.returncode != 0:
        tail = (done.stderr.strip() or done.stdout.strip()).splitlines()[-3:]
        raise Failed(f"{' '.join(command[:6])} ... ended with {done.returncode}: {' / '.join(tail)}")
    return done.stdout


def figures(step, operations, quick):
    """What one run of a step measures: `step.operation` to value."""
    answer = step.command(operations, quick)
    if isinstance(answer, dict):
        return {f"{step.name}.{operation}": value for operation, value in answer.items()}
    environment = dict(step.environment)
    if quick:
        environment["HANDLELAB_BENCH_QUICK"] = "1"
    printed = run(answer, environment)
    found = {}
    for line in printed.splitlines():
        if line.startswith("# "):
            seen_kernels.add(line[2:].strip())
        operation, comma, value = line.strip().rpartition(",")
        if comma and re.fullmatch(r"-?[0-9.]+(E-?[0-9]+)?", value):
            found[f"{step.name}.{operation}"] = float(value)
    lacking = [operation for operation in operations if f"{step.name}.{operation}" not in found]
    if lacking:
        raise Failed(f"{step.name} did not print {', '.join(lacking)}")
    return found


def millis(command, environment=None):
    """How long a command takes from its start to its end; its output goes nowhere."""
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    return (time.perf_counter() - start) * 1e3


def busy_share(sample_seconds=1.0):
    """The share of all processors' time that is used while this program waits; 0 where it cannot be known."""
    if not Path("/proc/stat").exists():
        return 0.0
    before = processor_times()
    time.sleep(sample_seconds)
    after = processor_times()
    total = sum(after) - sum(before)
    idle = sum(after[3:5]) - sum(before[3:5])
    return 1 - idle / total if total else 0.0


def is_disturbed(looks):
    """Waits some seconds at most for a moment in which nobody else computes; whether there was none."""
    return all(busy_share(0.2) > BUSY for _ in range(looks))


def processor_times():
    with open("/proc/stat", encoding="ascii") as file:
        return [int(word) for word in file.readline().split()[1:9]]


def header():
    """What the figures depend on."""
    model = platform.machine()
    if Path("/proc/cpuinfo").exists():
        names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
        model = f"{len(names)} x {names[0]}" if names else model
    version = subprocess.run([java_binary(), "-version"], capture_output=True, text=True, check=False).stderr.splitlines()
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=PROJECT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "commit": commit or "unknown",
        "processors": model,
        "system": f"{platform.system()} {platform.release()}",
        "java": version[1] if len(version) > 1 else "unknown",
        "load": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def median(values):
    return statistics.median(values)


def note(text):
    print(text, file=sys.stderr, flush=True)
