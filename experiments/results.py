"""Runs an experiment from Python, follows it by its events, and reads what came out: the standard library is enough.

    python3 experiments/results.py experiments/learning-rates.toml results/from-python

The command is `funcgrad`, or what FUNCGRAD says: FUNCGRAD="dnx --yes funcgrad --".
"""
import csv
import json
import os
import shlex
import subprocess
import sys
from collections import defaultdict


def run(experiment, folder):
    """The trials as dictionaries, numbers as floats."""
    command = shlex.split(os.environ.get("FUNCGRAD", "funcgrad"))
    with subprocess.Popen([*command, "run", experiment, "-o", folder, "--json"], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        for line in process.stdout:
            event = json.loads(line)
            print(event["event"])
    if process.returncode != 0:
        sys.exit(process.returncode)
    with open(os.path.join(folder, "trials.csv"), encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def losses_by_trial(folder):
    """The loss at each logged step of each trial; a table of more than 1,048,575 rows goes on in steps-0002.csv and so on."""
    losses = defaultdict(list)
    for name in sorted(name for name in os.listdir(folder) if name.startswith("steps")):
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                losses[int(row["trial"])].append(float(row["loss"]))
    return losses


if __name__ == "__main__":
    experiment, folder = sys.argv[1:]
    trials, losses = run(experiment, folder), losses_by_trial(folder)
    for trial in trials:
        curve = losses[int(trial["trial"])]
        print(f"{trial['trial']}: {trial['verdict']}, loss {curve[0]} -> {curve[-1]} in {trial['steps']} steps")
