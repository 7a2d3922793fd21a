"""Other programs at the work of bench/README.md:

    python peers.py PEER WORKLOAD [--graph PATH] [--threads N] [--seed N] ...

Prints a line of JSON for each time that it is measured (--rounds): value (in the workload's unit,
see compare.py), cpu (seconds of the processor for one run), outcome (numbers that must agree: how
many runs there were, their mean, and the standard deviation of one), version, and the peak of
memory in MB. What is timed is the work itself: not the start of the program, not the reading of
the graph, not the compiling. The random numbers are each program's own.
"""
import argparse, functools, importlib.metadata, json, os, random, resource, time, warnings

warnings.filterwarnings("ignore")
os.environ["AMBER_SUPPRESS_DEPRECATIONS"] = "1"

arguments = argparse.ArgumentParser()
arguments.add_argument("peer")
arguments.add_argument("work")
arguments.add_argument("--graph", help="path of a graph without .npy")
arguments.add_argument("--starters", help="path of the customers to begin with, without .npy")
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--runs", type=int, default=1)
arguments.add_argument("--rounds", type=int, default=1, help="how often it is measured, where reading the graph takes longer than the work")
arguments.add_argument("--pass", type=float, default=0.1, dest="p")
arguments.add_argument("--kind", help="W1: ba, ws, er, sbm")
arguments.add_argument("--customers", type=int, default=10**6)
arguments.add_argument("--seeds-out", help="W5: where to write whom it chose")
a = arguments.parse_args()
os.environ["OMP_NUM_THREADS"] = str(a.threads)   # before the programs are loaded

import numpy as np

P, Q, STEPS = 0.001, 0.02, 50             # W4
BETA, GAMMA, SIR_STEPS = 0.05, 0.02, 200  # W3


class Clock:
    """Adds up what is done while it runs; it may run several times."""
    wall = cpu = 0.0

    def __enter__(self):
        self.wall, self.cpu = self.wall - time.perf_counter(), self.cpu - time.process_time()
        return self

    def __exit__(self, *_):
        self.wall, self.cpu = self.wall + time.perf_counter(), self.cpu + time.process_time()


@functools.cache
def load():
    return int(open(a.graph + ".n").read()), np.load(a.graph + ".npy")


def rows(n, ties):
    """Compressed rows of a symmetric graph."""
    source, target = np.concatenate([ties[:, 0], ties[:, 1]]), np.concatenate([ties[:, 1], ties[:, 0]])
    at = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=n), out=at[1:])
    return at, target[np.argsort(source, kind="stable")].astype(np.int32)


def starters():
    return np.load(a.starters + ".npy")


def done(value, clock, package, **outcome):
    version = importlib.metadata.version(package) if package else outcome.pop("version")
    print(json.dumps({
        "peer": a.peer, "version": version, "value": value,
        "cpu": clock.cpu / {"w7": 25 * a.runs}.get(a.work, a.runs),
        "outcome": {k: v if isinstance(v, dict) else several(np.atleast_1d(v)) for k, v in outcome.items()},
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


def rounds():
    """The seeds of what is measured one after the other."""
    return range(a.seed, a.seed + a.rounds)


def several(x):
    """What some runs come to."""
    return {"n": len(x), "mean": float(np.mean(x)), "sd": float(np.std(x, ddof=1)) if len(x) > 1 else None}


def points(x):
    """What the runs at the points of a sweep come to, point after point: the deviation is that within points."""
    x = np.reshape(np.asarray(x, float), (25, -1))
    return {"n": x.size, "mean": x.mean(), "sd": float(np.sqrt(x.var(axis=1, ddof=1).mean())) if x.shape[1] > 1 else None}


def each_step(clock, n, steps):
    return clock.wall / a.runs / steps / n * 1e9


# --- the loop that a good programmer writes by hand for this one model ---

def numba():
    import numba as nb
    nb.set_num_threads(a.threads)
    n, ties = load()
    at, to = rows(n, ties)
    most = np.diff(at).max() + 1

    @nb.njit
    def cascade(at, to, first, p, seen, queue, stamp):
        head = tail = 0
        for s in first:
            seen[s] = stamp; queue[tail] = s; tail += 1
        while head < tail:
            u = queue[head]; head += 1
            for j in range(at[u], at[u + 1]):
                v = to[j]
                if seen[v] != stamp and np.random.random() < p:
                    seen[v] = stamp; queue[tail] = v; tail += 1
        return tail

    @nb.njit(parallel=True)
    def cascades(at, to, first, p, runs, seed, workers):
        n = len(at) - 1
        out = np.zeros(runs, np.int64)
        for w in nb.prange(workers):
            np.random.seed(seed * 1000 + w)
            seen = np.full(n, -1, np.int32); queue = np.empty(n, np.int32)
            for r in range(w, runs, workers):
                out[r] = cascade(at, to, first, p, seen, queue, r)
        return out

    @nb.njit(parallel=True)
    def sir(at, to, now, then, table, gamma):
        for i in nb.prange(len(now)):
            s = now[i]
            if s == 0:
                c = 0
                for j in range(at[i], at[i + 1]):
                    c += now[to[j]] == 1
                if c and np.random.random() < table[c]:
                    s = 1
            elif s == 1 and np.random.random() < gamma:
                s = 2
            then[i] = s

    @nb.njit(parallel=True)
    def bass(at, to, now, then, table):
        for i in nb.prange(len(now)):
            s = now[i]
            if s == 0:
                c = 0
                for j in range(at[i], at[i + 1]):
                    c += now[to[j]]
                if np.random.random() < table[c]:
                    s = 1
            then[i] = s

    def adopt(step, p, q, steps=STEPS):
        now = np.zeros(n, np.int8); then = now.copy()
        table = 1 - (1 - p) * (1 - q) ** np.arange(most)
        for _ in range(steps):
            step(at, to, now, then, table)
            now, then = then, now
        return int(now.sum())

    if a.work == "w2":
        first = starters()
        cascades(at, to, first, a.p, a.threads, 1, a.threads)
        for seed in rounds():
            with Clock() as clock:
                out = cascades(at, to, first, a.p, a.runs, seed, a.threads)
            done(clock.wall / a.runs * 1e3, clock, "numba", reached=out)
    elif a.work == "w3":
        first, table = starters(), 1 - (1 - BETA) ** np.arange(most)
        sir(at, to, np.zeros(n, np.int8), np.zeros(n, np.int8), table, GAMMA)
        for seed in rounds():
            clock, ever, talking = Clock(), [], []
            for _ in range(a.runs):
                with clock:
                    now = np.zeros(n, np.int8); now[first] = 1; then = now.copy()
                    for _ in range(SIR_STEPS):
                        sir(at, to, now, then, table, GAMMA)
                        now, then = then, now
                ever.append((now != 0).sum()); talking.append((now == 1).sum())
            done(each_step(clock, n, SIR_STEPS), clock, "numba", ever=ever, talking=talking)
    elif a.work == "w4":
        adopt(bass, P, Q, 1)
        for seed in rounds():
            with Clock() as clock:
                adopters = [adopt(bass, P, Q) for _ in range(a.runs)]
            done(each_step(clock, n, STEPS), clock, "numba", adopters=adopters)
    elif a.work == "w7":   # many threads do not help a market of a thousand: one run each
        from concurrent.futures import ThreadPoolExecutor
        step = nb.njit(nogil=True)(bass.py_func)   # prange is range here
        grid = [(p, q) for p in np.linspace(.001, .005, 5) for q in np.linspace(.01, .05, 5) for _ in range(a.runs)]
        adopt(step, P, Q, 1)
        with Clock() as clock, ThreadPoolExecutor(a.threads) as pool:
            all = list(pool.map(lambda x: adopt(step, *x), grid))
        done(len(all) / clock.wall, clock, "numba", adopters=points(all))


def scipy():
    import scipy.sparse as sparse
    n, ties = load()
    at, to = rows(n, ties)
    table, matrix = 1 - (1 - P) * (1 - Q) ** np.arange(np.diff(at).max() + 1), sparse.csr_array((np.ones(len(to), np.int8), to, at), shape=(n, n))
    for seed in rounds():
        luck, adopters = np.random.default_rng(seed), []
        with Clock() as clock:
            for _ in range(a.runs):
                now = np.zeros(n, np.int8)
                for _ in range(STEPS):
                    now |= luck.random(n) < table[matrix @ now]
                adopters.append(now.sum())
        done(each_step(clock, n, STEPS), clock, "scipy", adopters=adopters)


# --- libraries ---

def cynetdiff():
    import array
    from cynetdiff.models import IndependentCascadeModel
    n, ties = load()
    at, to = rows(n, ties)
    model = IndependentCascadeModel(array.array("I", at[:-1].astype(np.uint32).tobytes()), array.array("I", to.astype(np.uint32).tobytes()),
                                    activation_prob=a.p, rng=np.random.default_rng(a.seed))
    model.set_seeds(starters().tolist())
    for seed in rounds():
        out = []
        with Clock() as clock:
            for _ in range(a.runs):
                model.reset_model(); model.advance_until_completion(); out.append(model.get_num_activated_nodes())
        done(clock.wall / a.runs * 1e3, clock, "cynetdiff", reached=out)


def pynetim():
    import pynetim as im
    n, ties = load()
    if a.work == "w5":
        degree = np.bincount(ties.ravel(), minlength=n)
        both = np.concatenate([ties, ties[:, ::-1]])
        g = im.IMGraph([tuple(t) for t in both.tolist()], weights=(1 / degree[both[:, 1]]).tolist(), directed=True, renumber=False)
        with Clock() as clock:
            chosen = im.IMMAlgorithm(g, "IC", epsilon=0.1, random_seed=a.seed).run(k=50)
        np.savetxt(a.seeds_out, np.array(list(chosen)), fmt="%d")
        return done(clock.wall, clock, "pynetim")
    g = im.IMGraph([tuple(t) for t in ties.tolist()], weights=a.p, directed=False, renumber=False)
    model = im.IndependentCascadeModel(g, set(starters().tolist()))
    for seed in rounds():
        with Clock() as clock:
            mean = model.run_monte_carlo_diffusion(a.runs, random_seed=seed, use_multithread=a.threads > 1, num_threads=a.threads)
        done(clock.wall / a.runs * 1e3, clock, "pynetim", reached={"n": a.runs, "mean": mean, "sd": None})   # it tells the mean alone


def graphtool():   # with the system's Python
    import graph_tool.all as gt
    gt.seed_rng(a.seed); gt.openmp_set_num_threads(a.threads)
    n, ties = load()
    g = gt.Graph(directed=False); g.add_vertex(n); g.add_edge_list(ties)
    for seed in rounds():
        clock, ends, steps = Clock(), [], SIR_STEPS if a.work == "w3" else STEPS
        for _ in range(a.runs):
            state = g.new_vp("int32_t")
            if a.work == "w3":
                state.fa[starters()] = 1
                market = gt.SIRState(g, beta=BETA, gamma=GAMMA, s=state)
            else:
                market = gt.SIState(g, beta=Q, r=P, s=state)
            with clock:
                for _ in range(steps):
                    market.iterate_sync(1)
            ends.append(market.get_state().fa.copy())
        talking = [(end == 1).sum() for end in ends]
        outcome = {"ever": [(end != 0).sum() for end in ends], "talking": talking} if a.work == "w3" else {"adopters": talking}
        done(each_step(clock, n, steps), clock, None, version=gt.__version__.split()[0], **outcome)


def starsim():
    import starsim as ss
    n, ties = load()
    first = starters()

    class Fixed(ss.Network):
        def init_post(self):
            super().init_post()
            self.edges.p1, self.edges.p2 = ss.uids(ties[:, 0]), ss.uids(ties[:, 1])
            self.edges.beta = np.ones(len(ties), ss.dtypes.float)

        def step(self):
            pass

    class SIR(ss.SIR):
        def init_post(self):
            super().init_post()
            self.set_prognoses(ss.uids(first))

    sir = SIR(beta=ss.probperday(BETA), init_prev=ss.bernoulli(p=0), dur_inf=ss.expon(scale=ss.days(1 / GAMMA)), p_death=ss.bernoulli(p=0))
    sim = ss.Sim(n_agents=n, networks=Fixed(), diseases=sir, start="2020-01-01", dt="day", dur=ss.days(SIR_STEPS), rand_seed=a.seed, verbose=0)
    sim.init()
    with Clock() as clock:
        sim.run()
    r = sim.results.sir
    done(each_step(clock, n, SIR_STEPS), clock, "starsim", ever=n - np.asarray(r.n_susceptible)[-1])


def mesa():
    import mesa as m
    from mesa.batchrunner import batch_run

    class Customer(m.Agent):
        __slots__ = ("state", "next", "friends")

        def __init__(self, model):
            super().__init__(model); self.state = self.next = 0; self.friends = []

        def decide(self):
            if not self.state:
                c = 0
                for friend in self.friends:
                    c += friend.state
                if self.model.random.random() < self.model.table[c]:
                    self.next = 1

        def commit(self):
            self.state = self.next

    class Bass(m.Model):
        def __init__(self, p=P, q=Q, seed=None):
            super().__init__(seed=seed)
            n, ties = load()
            self.n, self.table = n, (1 - (1 - p) * (1 - q) ** np.arange(np.bincount(ties.ravel()).max() + 1)).tolist()
            all = list(Customer.create_agents(self, n))
            for u, v in ties.tolist():
                all[u].friends.append(all[v]); all[v].friends.append(all[u])
            self.datacollector = m.DataCollector(model_reporters={"adopters": lambda m: sum(x.state for x in m.agents)})

        def step(self):
            self.agents.do("decide"); self.agents.do("commit")
            if a.work == "w7":
                self.datacollector.collect(self)

    if a.work == "w4":
        clock, adopters = Clock(), []
        for k in range(a.runs):
            market = Bass(seed=a.seed * 1000 + k)
            with clock:
                for _ in range(STEPS):
                    market.step()
            adopters.append(sum(x.state for x in market.agents))
        return done(each_step(clock, market.n, STEPS), clock, "Mesa", adopters=adopters)
    with Clock() as clock:
        out = batch_run(Bass, {"p": np.linspace(.001, .005, 5).tolist(), "q": np.linspace(.01, .05, 5).tolist()},
                        iterations=a.runs, max_steps=STEPS, number_processes=1, display_progress=False)
    done(len(out) / clock.wall, clock, "Mesa", adopters=points([x["adopters"] for x in sorted(out, key=lambda x: (x["p"], x["q"]))]))


def ambr():
    import ambr as am
    n, ties = load()
    at, to = rows(n, ties)

    class Bass(am.Model):
        def setup(self):
            self.at, self.to = at, to
            self.table = 1 - (1 - self.p["pp"]) * (1 - self.p["q"]) ** np.arange(np.diff(self.at).max() + 1)
            self.add_agents(n, st=np.zeros(n, np.int64))

        def step_vectorized(self):
            now = self.agents.numpy("st")
            now = now["st"] if isinstance(now, dict) else now
            c = np.add.reduceat(now[self.to], self.at[:-1])
            self.agents.set(st=now | (self.rng.random(len(now)) < self.table[c]))

        def update(self):
            self.record_model("adopters", int(self.agents.st.sum()))

    def run(p, q, seed):
        r = Bass({"pp": p, "q": q, "steps": STEPS, "seed": seed, "show_progress": False}).cpu(mode="vectorized").run()
        return int(r.model["adopters"][-1])

    if a.work == "w4":
        for seed in rounds():
            with Clock() as clock:
                adopters = [run(P, Q, seed * 1000 + k) for k in range(a.runs)]
            done(each_step(clock, n, STEPS), clock, "ambr", adopters=adopters)
        return
    with Clock() as clock:
        out = [run(p, q, a.seed * 1000 + k) for p in np.linspace(.001, .005, 5) for q in np.linspace(.01, .05, 5) for k in range(a.runs)]
    done(len(out) / clock.wall, clock, "ambr", adopters=points(out))


def networkit():
    import networkit as nk
    nk.setNumberOfThreads(a.threads); nk.setSeed(a.seed, True)
    if a.work == "w1":
        n, block = a.customers, a.customers // 50
        with Clock() as clock:
            g = {"ba": lambda: nk.generators.BarabasiAlbertGenerator(5, n),
                 "ws": lambda: nk.generators.WattsStrogatzGenerator(n, 5, 0.1),
                 "er": lambda: nk.generators.ErdosRenyiGenerator(n, 20 / (n - 1)),
                 "sbm": lambda: nk.generators.ClusteredRandomGraphGenerator(n, 50, 8 / (block - 1), 2 / (n - block))}[a.kind]().generate()
        return done(clock.wall, clock, "networkit", ties=g.numberOfEdges())
    n, ties = load()
    g = nk.GraphFromCoo((ties[:, 0].astype(np.uint64), ties[:, 1].astype(np.uint64)), n=n)
    for seed in rounds():
        sources = np.random.default_rng(seed).choice(n, 20, replace=False)
        with Clock() as clock:
            g.sortEdges(); g.indexEdges()
            local = nk.centrality.LocalClusteringCoefficient(g, turbo=True); local.run()
            degree = nk.centrality.DegreeCentrality(g); degree.run()
            nk.correlation.Assortativity(g, degree.scores()).run()   # depends on the order of customers, so it is not compared
            paths = []
            for s in sources:
                b = nk.distance.BFS(g, int(s), storePaths=False); b.run()
                d = np.asarray(b.getDistances()); d = d[(d > 0) & (d < n)]   # the unreachable are further away than n
                paths.append(float(d.mean()))
        done(clock.wall, clock, "networkit", clustering=np.mean(local.scores()), path=paths)


def igraph():
    import igraph as ig
    random.seed(a.seed)
    if a.work == "w1":
        n, block = a.customers, a.customers // 50
        matrix = [[8 / (block - 1) if i == j else 2 / (n - block) for j in range(50)] for i in range(50)]
        with Clock() as clock:
            g = {"ba": lambda: ig.Graph.Barabasi(n, 5), "ws": lambda: ig.Graph.Watts_Strogatz(1, n, 5, 0.1),
                 "er": lambda: ig.Graph.Erdos_Renyi(n, m=10 * n), "sbm": lambda: ig.Graph.SBM(matrix, [block] * 50)}[a.kind]()
        return done(clock.wall, clock, "igraph", ties=g.ecount())
    n, ties = load()
    g = ig.Graph(n, ties)
    for seed in rounds():
        sources = np.random.default_rng(seed).choice(n, 20, replace=False)
        with Clock() as clock:
            clustering = g.transitivity_avglocal_undirected(mode="zero")
            assortativity = g.assortativity_degree(directed=False)
            np.bincount(g.degree())
            d = np.array(g.distances(source=[int(s) for s in sources]))
            paths = [x[(x > 0) & np.isfinite(x)].mean() for x in d]
        done(clock.wall, clock, "igraph", clustering=clustering, assortativity=assortativity, path=paths)


globals()[a.peer.replace("-", "")]()
