"""Runs Grapevine and other programs on the same work and writes the table of ratios.

    python3 bench/compare.py                  # installs what is missing, runs, writes docs/benchmarks.md
    python3 bench/compare.py --only w4 --dry  # one workload, printed only

Needs Python 3.11, Go, and nothing else. See README.md beside it.
"""
import argparse, csv, datetime, json, math, os, platform, shutil, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
arguments.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "grapevine-bench"), help="where environments and graphs are kept, outside the tree")
arguments.add_argument("--rounds", type=int, default=5, help="how often each is measured, at least; the median counts")
arguments.add_argument("--only", action="append", help="a workload, as w4; may be given again")
arguments.add_argument("--full", action="store_true", help="also the slow ones: Starsim and Mesa on larger graphs, IMM, cascades by whole journeys on 10^6")
arguments.add_argument("--real", action="append", default=[], metavar="FILE", help="an edge list of a real graph, on which w2, w4, w5 and w6 are done too; may be given again")
arguments.add_argument("--large", metavar="SIZE", help="w1, w2, w4 and w6 with so many customers too, as 4e6; needs some 2 GB for a million")
arguments.add_argument("--dry", action="store_true", help="print the table, leave docs/benchmarks.md alone")
arguments.add_argument("--cpu", action="store_true", help="compare seconds of the processor for a run instead of the clock's, on a machine that does other work")
a = arguments.parse_args()

PYTHON = os.path.join(a.folder, "venv", "bin", "python")
STARSIM = os.path.join(a.folder, "venv-starsim", "bin", "python")
OURS = os.path.join(a.folder, "ours")
COMMAND = os.path.join(a.folder, "grapevine")
GRAPHS = os.path.join(a.folder, "graphs")
SIZES = ["1e3", "1e4", "1e5", "1e6"] + ([a.large] if a.large else [])
BEGIN, END = "<!-- side by side, made by bench/compare.py -->", "<!-- end of side by side -->"


def sh(*command, **more):
    return subprocess.run(command, check=True, **more)


def install():
    os.makedirs(a.folder, exist_ok=True)
    for python, needs in (PYTHON, "requirements.txt"), (STARSIM, "requirements-starsim.txt"):
        done = os.path.join(os.path.dirname(os.path.dirname(python)), needs)
        if not os.path.exists(done):
            sh(sys.executable, "-m", "venv", os.path.dirname(os.path.dirname(python)))
            sh(python, "-m", "pip", "install", "--quiet", "-r", os.path.join(HERE, needs))
            shutil.copy(os.path.join(HERE, needs), done)
    sh("go", "build", "-o", OURS, "./bench/ours", cwd=os.path.dirname(HERE))
    sh("go", "build", "-o", COMMAND, "./cmd/grapevine", cwd=os.path.dirname(HERE))
    sh(PYTHON, os.path.join(HERE, "graphs.py"), GRAPHS, *SIZES, *a.real)


# --- what is run: functions from (threads, seed) to a command ---

def ours(work, *more):
    return lambda threads, seed: [OURS, work, "-threads", str(threads), "-seed", str(seed), *more]


def peer(name, work, *more, python=None):
    return lambda threads, seed: [python or PYTHON, os.path.join(HERE, "peers.py"), name, work, "--threads", str(threads), "--seed", str(seed), *more]


def g(name):
    return f"{GRAPHS}/{name}"


def scenario(name):
    return f"{HERE}/{name}.toml"


def sweep(replicates):
    def command(threads, seed):
        out = os.path.join(a.folder, "sweep")
        shutil.rmtree(out, ignore_errors=True)
        return [COMMAND, "sweep", "run", scenario("w7"), "--workers", str(threads), "--seed", str(seed), "--replicates", str(replicates), "--no-plots", "--quiet",
                "-o", out, "--set", "network.ties.kind=edge-list", "--set", f"network.ties.path={g('ws_1e3')}.csv"]
    return command


class Row:
    """One line of the table: our work beside that of others, in some unit, on a graph, held to agree in some outcomes."""

    def __init__(self, work, text, unit, ours, peers, threads=1, on="", check=(), more_is_better=False, slow=False):
        self.__dict__.update(vars()); del self.__dict__["self"]
        # Where a graph takes longer to read than the work, several measurements are made of one that is read.
        n = customers(on) if work in ("w2", "w3", "w4", "w6") else 0
        self.at_once = 5 if n >= 10**6 else 3 if n >= 10**5 else 1


# What chance outcomes are held to, besides each other: mean of many runs of the loop by hand on the
# shared graphs, the standard error of that, and the standard deviation of a single run.
KNOWN = {
    ("w2", "ws_1e5", "reached"): (4958.8, 3.7, 204), ("w2", "ba_1e5", "reached"): (6370.3, 5.8, 318),
    ("w2", "ws_1e6", "reached"): (50027, 26, 640), ("w2", "ba_1e6", "reached"): (63646, 39, 1000),
    ("w3", "ws_1e4", "ever"): (9999.945, .011, .5),   # .23, but of a few who are never reached, far from normal
    ("w3", "ws_1e4", "talking"): (202.9, .7, 14.3),
    ("w3", "ws_1e6", "ever"): (999994.3, 1, 2.3), ("w3", "ws_1e6", "talking"): (32199, 78, 190),
    ("w4", "ws_1e4", "adopters"): (8156.5, 4.2, 207), ("w4", "ws_1e6", "adopters"): (816475, 519, 2070),
    ("w7", "ws_1e3", "adopters"): (908, .3, 25),
}


def dashes(flags):
    """Flags as ours are spelt."""
    return [x.replace("--", "-", 1) if x.startswith("--") else x for x in flags]


def rows():
    all = [*w1(), *w2(), *w3(), *w4(), *w5(), *w6(), *w7()]
    return [r for r in all if (not a.only or r.work in a.only) and (a.full or not r.slow)]


def w1():
    for n in [10**6] + ([int(float(a.large))] if a.large else []):
        for threads in 1, 2:
            for kind, name in ("ba", "Barabási–Albert, m = 5"), ("ws", "Watts–Strogatz, k = 10"), ("er", "G(n,m), ten ties each"), ("sbm", "50 stochastic blocks"):
                flags = ["--kind", kind, "--customers", str(n)]
                peers = {"networkit": peer("networkit", "w1", *flags)}
                if threads == 1 and n == 10**6:
                    peers["igraph"] = peer("igraph", "w1", *flags)
                yield Row("w1", f"{name}, {digits(n)}", "s", ours("generate", *dashes(flags)), peers, threads, check=["ties"])


def w2():
    graphs = [(f"{kind}_{size}", p, f"{kind.upper()} {digits(size)}") for size in SIZES if float(size) >= 1e5 for kind, p in (("ws", .1), ("ba", .05))]
    for graph, p, name in graphs + [(real, .05, real) for real in REAL]:
        runs = "400" if customers(graph) <= 10**5 else "40"
        flags = ["--pass", str(p), "--graph", g(graph), "--starters", g("hundredth_" + graph.split("_")[-1] if graph not in REAL else "hundredth_" + graph)]
        for threads in 1, 2:
            peers = {"numba by hand": peer("numba", "w2", *flags, "--runs", runs), "PyNetIM": peer("pynetim", "w2", *flags, "--runs", runs)}
            if customers(graph) > 10**6:
                del peers["PyNetIM"]   # 2 GB a million
            if threads == 1:
                peers["CyNetDiff"] = peer("cynetdiff", "w2", *flags, "--runs", runs)
            text = f"cascade, {name}, p = {p}"
            yield Row("w2", text, "ms", ours("spread", *dashes(flags), "-runs", runs), peers, threads, graph, ["reached"])
            if threads == 1 and customers(graph) <= 10**6:
                journeys = ours("run", "-scenario", scenario("w2"), "-set", f"talk.persuasion.ties={p}", *dashes(flags[2:]), "-runs", "40" if customers(graph) <= 10**5 else "8")
                yield Row("w2", text + ", as whole journeys", "ms", journeys, {"CyNetDiff": peers["CyNetDiff"]}, threads, graph, ["reached"], slow=graph.endswith("1e6"))


def w3():
    def row(size, runs, peers, threads=1, check=("ever", "talking"), slow=False):
        flags = ["--graph", g(f"ws_{size}"), "--starters", g(f"thousand_{size}")]
        return Row("w3", f"SIR, {digits(size)}", "ns/agent-step", ours("run", "-scenario", scenario("w3"), *dashes(flags), "-runs", runs), peers(flags), threads, f"ws_{size}", check, slow=slow)
    for threads in 1, 2:
        yield row("1e6", "1", lambda flags: {"numba by hand": peer("numba", "w3", *flags), **graphtool("w3", *flags)}, threads)
    yield row("1e4", "20", lambda flags: {"numba by hand": peer("numba", "w3", *flags, "--runs", "20"), "Starsim": peer("starsim", "w3", *flags, python=STARSIM)}, check=["ever"])
    yield row("1e6", "1", lambda flags: {"Starsim": peer("starsim", "w3", *flags, python=STARSIM)}, check=["ever"], slow=True)


def w4():
    for graph, name in [(f"ws_{size}", digits(size)) for size in SIZES if float(size) == 1e4 or float(size) >= 1e6] + [(real, real) for real in REAL]:
        small = customers(graph) <= 10**5
        flags = ["--graph", g(graph)]
        often = ["--runs", "20" if small else "1"]
        for threads in (1,) if customers(graph) <= 10**4 else (1, 2):
            peers = {"numba by hand": peer("numba", "w4", *flags, *often), **graphtool("w4", *flags, *often)}
            if threads == 1:
                peers["scipy by hand"] = peer("scipy", "w4", *flags, *often)
                if customers(graph) <= 10**6:
                    peers["ambr"] = peer("ambr", "w4", *flags, "--runs", "5" if small else "1")
                if small or a.full and customers(graph) <= 10**6:
                    peers["Mesa, lists"] = peer("mesa", "w4", *flags, "--runs", "2" if small else "1")
            yield Row("w4", f"Bass, {name}", "ns/agent-step", ours("run", "-scenario", scenario("w4"), *dashes(flags + often)), peers, threads, graph, ["adopters"])


def w5():
    for graph, name in [("ba_1e5", "BA 10⁵")] + [(real, real) for real in REAL]:
        yield Row("w5", f"50 seeds, {name}, weighted cascade", "s", ours("seeds", "-graph", g(graph), "-seeds-out", g("seeds_ours")),
                  {"PyNetIM IMM": peer("pynetim", "w5", "--graph", g(graph), "--seeds-out", g("seeds_PyNetIM IMM"))}, on=graph, check=["seeds"], slow=graph == "ba_1e5")


def w6():
    for graph, name in [(f"ba_{size}", f"BA {digits(size)}") for size in SIZES if float(size) >= 1e6] + [(real, real) for real in REAL]:
        for threads in 1, 2:
            peers = {"networkit": peer("networkit", "w6", "--graph", g(graph))}
            if threads == 1 and customers(graph) <= 10**6:
                peers["igraph"] = peer("igraph", "w6", "--graph", g(graph))
            yield Row("w6", f"statistics of {name}", "s", ours("describe", "-graph", g(graph)), peers, threads, graph, ["clustering", "path"])


def w7():
    for threads in 1, 2:
        peers = {"numba by hand": peer("numba", "w7", "--graph", g("ws_1e3"), "--runs", "10")}
        if threads == 1:
            peers["ambr"] = peer("ambr", "w7", "--graph", g("ws_1e3"), "--runs", "1")
            peers["Mesa, lists"] = peer("mesa", "w7", "--graph", g("ws_1e3"), "--runs", "1")
        yield Row("w7", "25 points × 10 runs, n = 10³: the whole command, its start and tables included", "runs/s", sweep(10), peers, threads, "ws_1e3", ["adopters"], True)
        yield Row("w7", "25 points × 100 runs", "runs/s", sweep(100), {"numba by hand": peer("numba", "w7", "--graph", g("ws_1e3"), "--runs", "100")}, threads, "ws_1e3", ["adopters"], True)


REAL = [os.path.splitext(os.path.basename(f))[0] for f in a.real]


def customers(graph):
    """The number of customers of a graph, by its name or its file."""
    return int(open(g(graph) + ".n").read())


def graphtool(work, *more):
    """graph-tool comes from Debian (python3-graph-tool), for the system's Python."""
    return {"graph-tool": peer("graphtool", work, *more, python="/usr/bin/python3")} if HAVE_GRAPHTOOL else {}


HAVE_GRAPHTOOL = os.path.exists("/usr/bin/python3") and subprocess.run(["/usr/bin/python3", "-c", "import graph_tool"], capture_output=True).returncode == 0


def digits(size):
    """A number as 10⁶ or 4·10⁶."""
    front, exponent = f"{float(size):e}".split("e")
    power = "10" + str(int(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return power if float(front) == 1 else f"{float(front):g}·{power}"


def measure(row, name, command, seed):
    """One turn: of each measurement its value, processor seconds, outcome and peak memory."""
    c = command(row.threads, seed)
    if c[0] == COMMAND:
        return [measure_sweep(c)]
    if row.at_once > 1:
        c = c + ["-rounds" if c[0] == OURS else "--rounds", str(min(a.rounds, row.at_once))]
    p = subprocess.run(c, capture_output=True, text=True, timeout=600)
    all = [json.loads(l) for l in p.stdout.splitlines() if l.startswith("{")]
    if p.returncode or not all:
        raise RuntimeError(f"{' '.join(c)}\n{p.stdout}\n{p.stderr}")
    if row.work == "w5":
        judged = subprocess.run([OURS, "judge", "-graph", c[c.index("-graph" if "-graph" in c else "--graph") + 1], "-threads", "2", "-runs", "2000",
                                 "-seeds-in", g("seeds_ours" if name == "Grapevine" else "seeds_" + name)], capture_output=True, text=True, check=True)
        all[0]["outcome"]["seeds"] = json.loads(judged.stdout)["outcome"]["reached"]
    return all


def measure_sweep(command):
    begin = time.perf_counter()
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(p.pid, 0)
    seconds = time.perf_counter() - begin
    p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode:
        raise RuntimeError(" ".join(command))
    won = {}
    for r in csv.DictReader(open(os.path.join(a.folder, "sweep", "runs.csv"))):
        won.setdefault(r["point"], []).append(float(r["customers_won"]))
    n = sum(map(len, won.values()))
    together = list(map(statistics.fmean, zip(*won.values())))   # a replicate has the same luck at all points, so that they are no runs of their own
    return {"value": n / seconds, "cpu": (used.ru_utime + used.ru_stime) / n, "mb": used.ru_maxrss / 1024,
            "outcome": {"adopters": {"n": n, "mean": statistics.fmean(together), "sd": statistics.stdev(together) * math.sqrt(n / len(together))}}}


def pooled(results, name):
    """All runs of a program: their number, mean and the standard deviation of one, None if it does not show."""
    parts = [r["outcome"][name] for r in results]
    n = sum(p["n"] for p in parts)
    mean = sum(p["n"] * p["mean"] for p in parts) / n
    if n < 2 or any(p["n"] > 1 and p["sd"] is None for p in parts):
        return n, mean, None
    return n, mean, math.sqrt(sum((p["n"] - 1) * (p["sd"] or 0) ** 2 + p["n"] * (p["mean"] - mean) ** 2 for p in parts) / (n - 1))


APART = 4.5   # standard errors that two means may lie apart: one alarm in 10⁵ comparisons of what is the same
SAME = 1e-6   # share by which numbers may differ that are worked out and not drawn


def agrees(row, mine, theirs):
    """What came out of both, and what is wrong with that, or None. Means of runs may differ by
    what their numbers of runs allow, from each other and from the mean that is known; ties of a
    graph that is drawn as a Poisson number does. Chosen seeds may be a hundredth worse than theirs."""
    said, wrong = [], []
    for name in row.check:
        if name not in mine[0]["outcome"] or name not in theirs[0]["outcome"]:
            continue
        (n, m, sd), (k, t, other) = pooled(mine, name), pooled(theirs, name)
        known, error, deviation = KNOWN.get((row.work, row.on, name), (None, 0, None))
        text = f"{name} {short(m)} ({n}) / {short(t)} ({k})"
        if name == "clustering":
            bad = abs(m - t) > SAME * abs(t)
            text = f"{name} {m:.6g} / {t:.6g}"
        elif name == "seeds":
            bad = m < .99 * t
        else:
            if deviation is None:   # that of both, or of the one that shows it
                shown = [(c, d) for c, d in ((n, sd), (k, other)) if d is not None]
                deviation = math.sqrt(t) if name == "ties" else math.sqrt(sum((c - 1) * d * d for c, d in shown) / sum(c - 1 for c, _ in shown))
            own = sd if row.work == "w7" else deviation
            z = (m - t) / math.hypot(own / math.sqrt(n), deviation / math.sqrt(k))
            bad, text = abs(z) > APART, text + f": {z:+.1f} s.e."
            if known is not None:
                z = (m - known) / math.hypot(error, own / math.sqrt(n))
                text += f", {z:+.1f} from {known:,g}"
                bad |= abs(z) > APART
        said.append(text)
        if bad:
            wrong.append(text)
    return "; ".join(said), "; ".join(wrong) or None


def short(x):
    return f"{x:.3g}" if x < 1000 else f"{x:,.0f}"


def main():
    install()
    begin, load, table, versions, bad = datetime.datetime.now(), os.getloadavg()[0], [], {}, 0
    for row in rows():
        todo, got = {"Grapevine": row.ours, **row.peers}, {}
        turn, missing = 0, lambda name: len(got.get(name, [])) < a.rounds
        while todo := {name: command for name, command in todo.items() if missing(name)}:   # in turns, so that a busy moment meets all alike
            for name, command in list(todo.items()):
                try:
                    r = measure(row, name, command, turn * row.at_once + 1)
                except (RuntimeError, subprocess.SubprocessError) as e:
                    print(f"{name} failed: {e}", file=sys.stderr)
                    del todo[name]
                    got.pop(name, None)
                    continue
                got.setdefault(name, []).extend(r)
                if "version" in r[0]:
                    versions[r[0]["peer"]] = r[0]["version"]
            turn += 1
            for name in [n for n in got if n != "Grapevine"] if turn == 1 else []:
                if "Grapevine" in got and (wrong := agrees(row, got["Grapevine"], got[name])[1]):   # first whether it is the same work, then how fast
                    print(f"{row.text}: {name} DISAGREES: {wrong}", file=sys.stderr)
        if "Grapevine" not in got:
            bad += 1
            continue
        which = "cpu" if a.cpu else "value"
        mine = statistics.median(r[which] for r in got["Grapevine"])
        for name in got:
            if name == "Grapevine":
                continue
            theirs = statistics.median(r[which] for r in got[name])
            ratio = mine / theirs if row.more_is_better and not a.cpu else theirs / mine
            said, wrong = agrees(row, got["Grapevine"], got[name])
            bad += wrong is not None
            unit = "processor s/run" if a.cpu else row.unit
            mb = [statistics.median(r["mb"] for r in got[n]) for n in ("Grapevine", name)]
            line = [row.work.upper(), row.text, str(row.threads), name, unit, short(mine), short(theirs), "disagrees" if wrong else f"**{short(ratio)}**",
                    " / ".join(f"{x:,.0f}" for x in mb), said]
            table.append(line)
            print(" | ".join(line), flush=True)
    text = section(table, versions, load, begin)
    if a.dry:
        print(text)
    else:
        write(text)
    sys.exit(1 if bad else 0)


def section(table, versions, load, begin):
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor()) if os.path.exists("/proc/cpuinfo") else platform.processor()
    go = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True).stdout.strip()
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, cwd=HERE).stdout.strip()
    lines = [BEGIN, "", f"{begin:%Y-%m-%d}, {begin:%H:%M}, commit {commit}: {os.cpu_count()} processors ({cpu}), load {load:.1f} when it began, {os.getloadavg()[0]:.1f} at the end; "
             f"{go}, Python {platform.python_version()}; " + ", ".join(f"{k} {v}" for k, v in sorted(versions.items())) +
             f". Medians of {a.rounds} measurements or more, in turns. *Times as fast* is theirs over ours, or for runs a second ours over theirs: above 1 we are ahead. "
             f"Outcomes are compared first: means of so many runs, how many standard errors they lie apart, and ours from a mean that is known; where they differ by more than {APART} there is no ratio." + (" Seconds of the processor, not of the clock: the machine did other work." if a.cpu else ""), "",
             "| | Work | Threads | Beside | Unit | Ours | Theirs | Times as fast | Peak MB, ours / theirs | Outcome, ours / theirs |", "|---|---|---|---|---|---|---|---|---|---|"]
    return "\n".join(lines + ["| " + " | ".join(l) + " |" for l in table] + ["", END])


def write(text):
    path = os.path.join(os.path.dirname(HERE), "docs", "benchmarks.md")
    page = open(path).read()
    head, rest = page.split(BEGIN)
    open(path, "w").write(head + text + rest.split(END)[1])


main()
