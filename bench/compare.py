"""Runs Grapevine and other programs on the same work and writes the table of ratios.

    python3 bench/compare.py                  # installs what is missing, runs, writes docs/benchmarks.md
    python3 bench/compare.py --only w4 --dry  # one workload, printed only

Needs Python 3.11, Go, and nothing else. See README.md beside it.
"""
import argparse, datetime, json, math, os, platform, shutil, statistics, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
arguments.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "grapevine-bench"), help="where environments and graphs are kept, outside the tree")
arguments.add_argument("--rounds", type=int, default=5, help="runs of each; the median counts")
arguments.add_argument("--only", action="append", help="a workload, as w4; may be given again")
arguments.add_argument("--full", action="store_true", help="also the slow ones: Starsim and Mesa on larger graphs, IMM, cascades by whole journeys on 10^6")
arguments.add_argument("--real", help="an edge list of a real graph for w5, ids from 0")
arguments.add_argument("--dry", action="store_true", help="print the table, leave docs/benchmarks.md alone")
arguments.add_argument("--cpu", action="store_true", help="compare seconds of the processor for a run instead of the clock's, on a machine that does other work")
a = arguments.parse_args()

PYTHON = os.path.join(a.folder, "venv", "bin", "python")
STARSIM = os.path.join(a.folder, "venv-starsim", "bin", "python")
OURS = os.path.join(a.folder, "ours")
COMMAND = os.path.join(a.folder, "grapevine")
GRAPHS = os.path.join(a.folder, "graphs")
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
    sh(PYTHON, os.path.join(HERE, "graphs.py"), GRAPHS)
    if a.real:
        sh(PYTHON, "-c", """if True:
            import numpy as np, sys
            e = np.loadtxt(sys.argv[1], dtype=np.int64, comments="#", delimiter="," if open(sys.argv[1]).readline().count(",") else None)
            e = np.unique(np.sort(e[e[:, 0] != e[:, 1]], axis=1), axis=0).astype(np.int32)
            np.save(sys.argv[2] + ".npy", e); open(sys.argv[2] + ".n", "w").write(str(int(e.max()) + 1))""", a.real, GRAPHS + "/real")


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
    """One line of the table: our work beside that of others, in some unit."""

    def __init__(self, work, text, unit, ours, peers, threads=1, more_is_better=False, check=(), slow=False):
        self.__dict__.update(vars()); del self.__dict__["self"]


def rows():
    all = []
    for threads in 1, 2:
        for kind, name in ("ba", "Barabási–Albert, m = 5"), ("ws", "Watts–Strogatz, k = 10"), ("er", "G(n,m), 10⁷ ties"), ("sbm", "50 stochastic blocks"):
            peers = {"networkit": peer("networkit", "w1", "--kind", kind)}
            if threads == 1:
                peers["igraph"] = peer("igraph", "w1", "--kind", kind)
            all.append(Row("w1", f"{name}, 10⁶", "s", ours("generate", "-kind", kind), peers, threads, check=[("ties", .01)]))
    for size in "1e5", "1e6":
        for kind, p in ("ws", .1), ("ba", .05):
            common = ["--pass", str(p), "--graph", g(f"{kind}_{size}"), "--starters", g(f"hundredth_{size}")]
            runs = "400" if size == "1e5" else "40"
            for threads in 1, 2:
                peers = {"numba by hand": peer("numba", "w2", *common, "--runs", runs), "PyNetIM": peer("pynetim", "w2", *common, "--runs", runs)}
                if threads == 1:
                    peers["CyNetDiff"] = peer("cynetdiff", "w2", *common, "--runs", runs)
                text = f"cascade, {kind.upper()} {digits(size)}, p = {p}"
                mine = [x.replace("--", "-") for x in common]
                all.append(Row("w2", text, "ms", ours("spread", *mine, "-runs", runs), peers, threads, check=[("reached", None)]))
                if threads == 1:
                    journeys = ours("run", "-scenario", scenario("w2"), "-set", f"talk.persuasion.ties={p}", *mine[2:], "-runs", "40" if size == "1e5" else "8")
                    all.append(Row("w2", text + ", as whole journeys", "ms", journeys, {"CyNetDiff": peers["CyNetDiff"]}, threads, check=[("reached", None)], slow=size == "1e6"))
    def sir(size):
        return ["--graph", g(f"ws_{size}"), "--starters", g(f"thousand_{size}")]
    for threads in 1, 2:
        all.append(Row("w3", "SIR, 10⁶", "ns/agent-step", ours("run", "-scenario", scenario("w3"), *[x.replace("--", "-") for x in sir("1e6")]),
                       {"numba by hand": peer("numba", "w3", *sir("1e6")), **graphtool("w3", *sir("1e6"))}, threads, check=[("ever", .001), ("talking", .03)]))
    all.append(Row("w3", "SIR, 10⁴", "ns/agent-step", ours("run", "-scenario", scenario("w3"), *[x.replace("--", "-") for x in sir("1e4")]),
                   {"Starsim": peer("starsim", "w3", *sir("1e4"), python=STARSIM)}, check=[("ever", .001)]))
    all.append(Row("w3", "SIR, 10⁶", "ns/agent-step", ours("run", "-scenario", scenario("w3"), *[x.replace("--", "-") for x in sir("1e6")]),
                   {"Starsim": peer("starsim", "w3", *sir("1e6"), python=STARSIM)}, check=[("ever", .001)], slow=True))
    for size in "1e4", "1e6":
        mine = ours("run", "-scenario", scenario("w4"), "-graph", g(f"ws_{size}"), "-runs", "20" if size == "1e4" else "1")
        for threads in 1, 2:
            peers = {"numba by hand": peer("numba", "w4", "--graph", g(f"ws_{size}")), **graphtool("w4", "--graph", g(f"ws_{size}"))}
            if threads == 1:
                peers["scipy by hand"] = peer("scipy", "w4", "--graph", g(f"ws_{size}"))
                peers["ambr"] = peer("ambr", "w4", "--graph", g(f"ws_{size}"))
                if size == "1e4" or a.full:
                    peers["Mesa, lists"] = peer("mesa", "w4", "--graph", g(f"ws_{size}"))
            if size == "1e6" or threads == 1:
                all.append(Row("w4", f"Bass, {digits(size)}", "ns/agent-step", mine, peers, threads, check=[("adopters", .06 if size == "1e4" else .015)]))
    wc = ours("seeds", "-graph", g("ba_1e5"), "-seeds-out", g("seeds_ours"))
    all.append(Row("w5", "50 seeds, BA 10⁵, weighted cascade", "s", wc, {"PyNetIM IMM": peer("pynetim", "w5", "--graph", g("ba_1e5"), "--seeds-out", g("seeds_PyNetIM IMM"))}, check=[("seeds", .01)], slow=True))
    if a.real:
        all.append(Row("w5", "50 seeds, real graph, weighted cascade", "s", ours("seeds", "-graph", g("real"), "-seeds-out", g("seeds_ours")),
                       {"PyNetIM IMM": peer("pynetim", "w5", "--graph", g("real"), "--seeds-out", g("seeds_PyNetIM IMM"))}, check=[("seeds", .01)]))
    for threads in 1, 2:
        peers = {"networkit": peer("networkit", "w6", "--graph", g("ba_1e6"))}
        if threads == 1:
            peers["igraph"] = peer("igraph", "w6", "--graph", g("ba_1e6"))
        all.append(Row("w6", "statistics of BA 10⁶", "s", ours("describe", "-graph", g("ba_1e6")), peers, threads, check=[("clustering", .001), ("path", .02)]))
    for threads in 1, 2:
        peers = {"numba by hand": peer("numba", "w7", "--graph", g("ws_1e3"), "--runs", "10")}
        if threads == 1:
            peers["ambr"] = peer("ambr", "w7", "--graph", g("ws_1e3"), "--runs", "1")
            peers["Mesa, lists"] = peer("mesa", "w7", "--graph", g("ws_1e3"), "--runs", "1")
        all.append(Row("w7", "25 points × 10 runs, n = 10³: the whole command, its start and tables included", "runs/s", sweep(10), peers, threads, True, check=[("adopters", .02)]))
        all.append(Row("w7", "25 points × 100 runs", "runs/s", sweep(100), {"numba by hand": peer("numba", "w7", "--graph", g("ws_1e3"), "--runs", "100")}, threads, True, check=[("adopters", .01)]))
    return [r for r in all if (not a.only or r.work in a.only) and (a.full or not r.slow)]


def graphtool(work, *more):
    """graph-tool comes from Debian (python3-graph-tool), for the system's Python."""
    return {"graph-tool": peer("graphtool", work, *more, python="/usr/bin/python3")} if HAVE_GRAPHTOOL else {}


HAVE_GRAPHTOOL = os.path.exists("/usr/bin/python3") and subprocess.run(["/usr/bin/python3", "-c", "import graph_tool"], capture_output=True).returncode == 0


def digits(size):
    return "10" + size[2:].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def measure(row, name, command, seed):
    """One run: its value, processor seconds, outcome and peak memory."""
    c = command(row.threads, seed)
    if c[0] == COMMAND:
        return measure_sweep(c)
    p = subprocess.run(c, capture_output=True, text=True, timeout=600)
    lines = [l for l in p.stdout.splitlines() if l.startswith("{")]
    if p.returncode or not lines:
        raise RuntimeError(f"{' '.join(c)}\n{p.stdout}\n{p.stderr}")
    r = json.loads(lines[-1])
    if row.work == "w5":
        judged = subprocess.run([OURS, "judge", "-graph", c[c.index("-graph" if "-graph" in c else "--graph") + 1], "-threads", "2", "-runs", "2000",
                                 "-seeds-in", g("seeds_ours" if name == "Grapevine" else "seeds_" + name)], capture_output=True, text=True, check=True)
        r["outcome"]["seeds"] = json.loads(judged.stdout)["outcome"]["reached"]
    return r


def measure_sweep(command):
    import csv, resource, time
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    sh(*command, stdout=subprocess.DEVNULL)
    seconds, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    won = [float(r["customers_won"]) for r in csv.DictReader(open(os.path.join(a.folder, "sweep", "runs.csv")))]
    return {"value": len(won) / seconds, "cpu": (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(won), "outcome": {"adopters": sum(won) / len(won)}, "mb": float("nan")}


def agrees(row, mine, theirs):
    """Whether outcomes agree: within 4.5 standard errors where each run tells its own
    (for one alarm in 10⁵ comparisons), else means within the share given, which is some six
    times the standard deviation of a run. Chosen seeds may be better than theirs."""
    for name, share in row.check:
        m, t = [statistics.fmean(r["outcome"][name] for r in x if name in r["outcome"]) if any(name in r["outcome"] for r in x) else None for x in (mine, theirs)]
        if t is None:
            continue
        if share is None:
            own = [r["outcome"]["se"] / math.sqrt(len(mine)) for r in mine]
            limit = 4.5 * math.hypot(statistics.fmean(own), statistics.fmean(own) if "se" not in theirs[0]["outcome"] else statistics.fmean(r["outcome"]["se"] / math.sqrt(len(theirs)) for r in theirs))
        else:
            limit = share * abs(t)
        if abs(m - t) > limit and not (name == "seeds" and m > t):
            return f"{name} {m:.6g}, theirs {t:.6g}"
    return None


def short(x):
    return f"{x:.3g}" if x < 1000 else f"{x:,.0f}"


def main():
    install()
    begin, load, table, versions, bad = datetime.datetime.now(), os.getloadavg()[0], [], {}, 0
    for row in rows():
        todo, got = {"Grapevine": row.ours, **row.peers}, {}
        for round in range(a.rounds):   # in turns, so that a busy moment meets all alike
            for name, command in list(todo.items()):
                try:
                    r = measure(row, name, command, round + 1)
                except (RuntimeError, subprocess.SubprocessError) as e:
                    print(f"{name} failed: {e}", file=sys.stderr)
                    del todo[name]
                    got.pop(name, None)
                    continue
                got.setdefault(name, []).append(r)
                if "version" in r:
                    versions[r["peer"]] = r["version"]
            for name in [n for n in got if n != "Grapevine"] if round == min(1, a.rounds - 1) else []:
                if wrong := agrees(row, got["Grapevine"], got[name]):   # first whether it is the same work, then how fast
                    print(f"{row.text}: {name} DISAGREES: {wrong}", file=sys.stderr)
        which = "cpu" if a.cpu else "value"
        mine = statistics.median(r[which] for r in got["Grapevine"])
        for name in got:
            if name == "Grapevine":
                continue
            theirs = statistics.median(r[which] for r in got[name])
            ratio = mine / theirs if row.more_is_better and not a.cpu else theirs / mine
            wrong = agrees(row, got["Grapevine"], got[name])
            bad += wrong is not None
            unit = "processor s/run" if a.cpu else row.unit
            mb = [statistics.median(r["mb"] for r in got[n]) for n in ("Grapevine", name)]
            line = [row.work.upper(), row.text, str(row.threads), name, unit, short(mine), short(theirs), "disagrees: " + wrong if wrong else f"**{short(ratio)}**",
                    " / ".join("–" if math.isnan(x) else f"{x:,.0f}" for x in mb)]
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
             f". Medians of {a.rounds} runs in turns. *Times as fast* is theirs over ours, or for runs a second ours over theirs: above 1 we are ahead. "
             "Outcomes are compared first; where they differ there is no ratio." + (" Seconds of the processor, not of the clock: the machine did other work." if a.cpu else ""), "",
             "| | Work | Threads | Beside | Unit | Ours | Theirs | Times as fast | Peak MB, ours / theirs |", "|---|---|---|---|---|---|---|---|---|"]
    return "\n".join(lines + ["| " + " | ".join(l) + " |" for l in table] + ["", END])


def write(text):
    path = os.path.join(os.path.dirname(HERE), "docs", "benchmarks.md")
    page = open(path).read()
    head, rest = page.split(BEGIN)
    open(path, "w").write(head + text + rest.split(END)[1])


main()
