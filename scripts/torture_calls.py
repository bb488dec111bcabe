"""Kills commands at system calls and lets these fail, then does the same again undisturbed: the tables must be those of an undisturbed run, byte for byte.

Called by torture.sh: torture_calls.py FuncGrad.Lab.dll EVERY [SCENARIO ...], where only each EVERY-th call is disturbed, of the scenarios named or of all.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM, EVERY, NAMED = os.path.abspath(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
KILLED_AT = ["openat", "pwrite64", "write", "fsync", "ftruncate", "rename", "unlink", "mkdir", "rmdir"]
FAILING = {"EIO": KILLED_AT + ["read", "pread64", "statx"], "ENOSPC": ["openat", "pwrite64", "write", "fsync", "ftruncate", "rename", "mkdir"]}
# Calls that the runtime makes by the hundred, in no fixed order: only those with a path of the results are counted.
BY_PATH = ["openat", "read", "pread64", "statx"]
# Of a file of parameters: more calls of a kind than one file takes.
AT_ENDS = 14
DONE, REFUSED, SOME_FAILED, NOT_WRITTEN, KILLED = 0, 2, 3, 4, (-9, 137)

EXPERIMENT = """
loss = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2"
[parameters]
x0 = 0.5
x1 = 0.0
[method]
steps = 3
[sweep]
"method.learning_rate" = { from = 1e-4, to = 0.05, count = 200 }
"""


def run(folder, *arguments, strace=(), environment=None):
    """The exit code of a command, and what it said on stderr."""
    command = [*strace, "dotnet", PROGRAM, *arguments]
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, env={**os.environ, "DOTNET_TieredCompilation": "1", **(environment or {})})
    return finished.returncode, finished.stderr


def files(folder):
    """The content of every file below a folder, but for those that differ from run to run."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as content:
                found[os.path.relpath(path, folder)] = b"" if name in ("manifest.json", "journal", ".funcgrad") else content.read()
    return found


class Scenario:
    """A command that is disturbed: what is there before, and what must be there in the end."""

    def __init__(self, root, name, arguments, before):
        self.root, self.name, self.arguments, self.before = root, name, arguments, before
        self.repeats = name.startswith("kept")
        self.start = os.path.join(root, f"{name}-start")
        self.work = os.path.join(root, f"{name}-work")
        os.mkdir(self.start)
        with open(os.path.join(self.start, "experiment.toml"), "w") as file:
            file.write(EXPERIMENT)
        for earlier in before:
            expect(run(self.start, *earlier), [DONE], f"{name}, before")
        shutil.copytree(self.start, self.work)
        expect(run(self.work, *arguments), [DONE], f"{name}, undisturbed")
        self.whole = files(self.work)

    def disturbed(self, call, number, how):
        """One call disturbed: whether it was, and the exit code. With --seccomp-bpf strace injects errors, but no signals."""
        shutil.rmtree(self.work)
        shutil.copytree(self.start, self.work)
        log = os.path.join(self.root, "strace.log")
        kills = how.startswith("signal")
        faster = [] if kills else ["--seccomp-bpf"]
        strace = ["strace", "-f", *faster, "-qq", "-o", log, "-e", f"trace={call}", "-e", f"inject={call}:{how}:when={number}", *self.paths(call)]
        code, errors = run(self.work, *self.arguments, strace=strace)
        with open(log, errors="replace") as lines:
            return code in KILLED if kills else "(INJECTED)" in lines.read(), code, errors

    def goes_on(self, what):
        """The same command again ends with the same files."""
        code, errors = run(self.work, *self.arguments)
        expect((code, errors), [DONE], f"{what}, again")
        found = files(self.work)
        if found != self.whole:
            differing = sorted(name for name in {*found, *self.whole} if found.get(name) != self.whole.get(name))
            raise SystemExit(f"{what}: {', '.join(differing)} differ(s)\n{errors}")

    def paths(self, call):
        """Only calls with a path of the results, for those of which there are many others."""
        if call not in BY_PATH:
            return []
        folders = ["out", "out/parts", "out/parts/ahead", "out/parts-1-of-2", "out/parts-2-of-2", "out/excel"]
        names = ["manifest.json", "experiment.toml", "journal", "trials.csv", "steps.csv", "lock", ".funcgrad", "earlier"]
        paths = [*folders, *(f"{folder}/{name}" for folder in folders for name in names)]
        return [word for path in paths for word in ("-P", path, "-P", os.path.join(os.path.realpath(self.work), path))]

    def places(self, call):
        """Which calls of the main thread, counted by strace from 1, touch the folder: the runtime's own are left alone."""
        shutil.rmtree(self.work)
        shutil.copytree(self.start, self.work)
        log = os.path.join(self.root, "strace.log")
        run(self.work, *self.arguments, strace=["strace", "-f", "--seccomp-bpf", "-y", "-qq", "-o", log, "-e", f"trace={call}", *self.paths(call)])
        counts, numbers = {}, set()
        with open(log, errors="replace") as lines:
            for line in lines:
                match = re.match(r"(\d+) +" + call + r"\((.*)", line)
                if not match:
                    continue
                thread = match.group(1)
                counts[thread] = counts.get(thread, 0) + 1
                if call in BY_PATH or os.path.realpath(self.work) in match.group(2) or re.search(r'"(out|other)[/"]', match.group(2)):
                    numbers.add(counts[thread])
        every = sorted(numbers)[::EVERY]
        return ends(every) if self.repeats else every


def ends(numbers):
    """Where file after file is written by the same calls: those of the first files, of the last and of those where one block ends and the next begins."""
    middle = len(numbers) * 64 // 70
    return sorted({*numbers[:AT_ENDS], *numbers[middle - AT_ENDS // 2:middle + AT_ENDS // 2], *numbers[-AT_ENDS:]})


def expect(ended, codes, what):
    code, errors = ended
    if code not in codes or "Unexpected" in errors:
        raise SystemExit(f"{what}: exit code {code}\n{errors}")


def disturb(scenario):
    counts = {"killed": 0, "failed": 0, "kills": 0, "errors": 0}
    for call in KILLED_AT:
        for number in scenario.places(call):
            was, code, errors = scenario.disturbed(call, number, "signal=KILL")
            what = f"{scenario.name}, killed at {call} {number}"
            expect((code, errors), [DONE, *KILLED], what)
            counts["killed"] += was
            counts["kills"] += 1
            scenario.goes_on(what)
    for error, calls in FAILING.items():
        for call in calls:
            for number in scenario.places(call):
                was, code, errors = scenario.disturbed(call, number, f"error={error}")
                what = f"{scenario.name}, {error} of {call} {number}"
                expect((code, errors), [NOT_WRITTEN] if call == "fsync" and was else [DONE, REFUSED, NOT_WRITTEN], what)
                counts["failed"] += was
                counts["errors"] += 1
                scenario.goes_on(what)
    print(f"{scenario.name}: {counts['killed']} of {counts['kills']} kills and {counts['failed']} of {counts['errors']} errors struck", flush=True)
    if counts["killed"] * 2 < counts["kills"] or counts["failed"] * 2 < counts["errors"]:
        raise SystemExit(f"{scenario.name}: most of what was to strike did not")
    return counts


def concurrent(root, locks, rounds):
    """Two runs started at once: one or both may be refused, no table is wrong."""
    folder = os.path.join(root, f"concurrent-{locks}")
    os.mkdir(folder)
    with open(os.path.join(folder, "experiment.toml"), "w") as file:
        file.write(EXPERIMENT.replace("steps = 3", "steps = 2000"))
    environment = {**os.environ, "DOTNET_SYSTEM_IO_DISABLEFILELOCKING": "0" if locks else "1"}
    expect(run(folder, "run", "experiment.toml", "-o", "whole"), [DONE], "whole")
    whole = files(os.path.join(folder, "whole"))
    refused = 0
    for _ in range(rounds):
        command = ["dotnet", PROGRAM, "run", "experiment.toml", "-o", "out"]
        both = [subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        for process in both:
            errors = process.communicate(timeout=300)[1]
            expect((process.returncode, errors), [DONE, REFUSED], f"started at once, {'with' if locks else 'without'} locks")
            refused += process.returncode == REFUSED
        expect(run(folder, "run", "experiment.toml", "-o", "out"), [DONE], "after two at once")
        if files(os.path.join(folder, "out")) != whole:
            raise SystemExit(f"two at once, locks {locks}: the tables differ")
        shutil.rmtree(os.path.join(folder, "out"))
    print(f"two at once {'with' if locks else 'without'} file locks: {rounds} times, {refused} refused", flush=True)


def main():
    with tempfile.TemporaryDirectory() as root:
        out = ["run", "experiment.toml", "-o", "out"]
        shards = [[*out, "--shard", "1/2"], [*out, "--shard", "2/2"]]
        # Two blocks of trials, each with a file of parameters.
        kept = [*out, "--set", 'keep.parameters="last"', "--set", "sweep.method.learning_rate={from=1e-4,to=0.05,count=70}"]
        scenarios = {
            "run": (out, []),
            "fresh": ([*out, "--fresh"], [[*out, "--set", "method.steps=2"]]),
            "shard": (shards[0], []),
            "merge": (["merge", "out"], shards),
            "kept": (kept, []),
            "kept-merge": (["merge", "out"], [[*kept, "--shard", shard] for shard in ("1/2", "2/2")]),
            "export": (["export", "out", "--for", "excel"], [out]),
        }
        totals = [disturb(Scenario(root, name, *scenarios[name])) for name in scenarios if not NAMED or name in NAMED]
        for locks in (True, False) if not NAMED or "concurrent" in NAMED else ():
            concurrent(root, locks, 40 // EVERY)
        print(f"{sum(total['killed'] for total in totals)} kills at system calls, {sum(total['failed'] for total in totals)} injected errors struck: the same bytes each time")


main()
