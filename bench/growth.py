"""How the cost of a run grows with customers, ties, weeks and talk: runs bench/growth.toml
with one of them changed at a time, fits the exponents and writes the section of
docs/benchmarks.md.

    python3 bench/growth.py                # two minutes on an idle machine, without 10^7
    python3 bench/growth.py --most 10000000

Processor time on one core, the least of so many runs: other work on the machine makes a run
dearer, never cheaper. Exponents are slopes of least squares through the logarithms.
"""
import argparse, datetime, json, math, os, subprocess, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
arguments.add_argument("--most", type=int, default=1_000_000, help="customers of the largest market")
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--dry", action="store_true", help="print, leave docs/benchmarks.md alone")
a = arguments.parse_args()

BEGIN, END = "<!-- growth, made by bench/growth.py -->", "<!-- end of growth -->"
SPEAK = {"base": 0.05, "delighted": 0.5, "disappointed": 0.8, "loyal": 0.05, "advocate": 0.3}
AXES = {
    "customers": [(n, f"customers={n}") for n in (10**4, 10**5, 10**6, 10**7) if n <= a.most],
    "ties of a customer": [(2 * k, f"network.friends.attach={k}") for k in (2, 5, 10, 25, 50)],
    "weeks": [(w, f"weeks={w}") for w in (26, 52, 104, 208, 520)],
    "talk, times": [(x, ";".join(f"rates.speak.{k}={v * x:g}" for k, v in SPEAK.items())) for x in (1, 2, 5, 10)],
}


def slope(x, y):
    x, y = [math.log(v) for v in x], [math.log(v) for v in y]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((u - mx) * (v - my) for u, v in zip(x, y)) / sum((u - mx) ** 2 for u in x)


def main():
    ours = os.path.join(tempfile.mkdtemp(), "ours")
    subprocess.run(["go", "build", "-o", ours, "./bench/ours"], cwd=os.path.dirname(HERE), check=True)
    lines, fits = [], []
    for axis, points in AXES.items():
        rows = []
        for x, keys in points:
            rounds = a.rounds if x < 10**6 else 1
            out = [json.loads(subprocess.run([ours, "grow", "-scenario", os.path.join(HERE, "growth.toml"), "-set", keys, "-seed", str(r + 1)],
                                             check=True, capture_output=True, text=True).stdout) for r in range(rounds)]
            best = min(out, key=lambda o: o["cpu"])
            o = best["outcome"]
            rows.append((x, best["cpu"], o["events"], o["made"], best["mb"]))
            lines.append(f"| {axis} | {x:,} | {best['cpu']:.3g} | {o['events'] / o['customers']:.3g} | {best['cpu'] / o['events'] * 1e9:.0f} | {o['made']:.3g} | {best['mb']:,.0f} |")
            print(lines[-1], flush=True)
        x, cpu, events, made, mb = zip(*rows)
        fits.append(f"| {axis} | {slope(x, cpu):.2f} | {slope(x, events):.2f} | {slope(events, cpu):.2f} | {slope(x, made):.2f} |" if max(events) > 1.2 * min(events) else
                    f"| {axis} | {slope(x, cpu):.2f} | {slope(x, events):.2f} | – | {slope(x, made):.2f} |")
    text = "\n".join([BEGIN, "", f"{datetime.date.today()}, processor time on one core, the least of {a.rounds} runs (of markets from a million on one run).", "",
                      "| What grows | to | s a run | events/customer | ns/event | s to make the ties | peak MB |", "|---|---|---|---|---|---|---|", *lines, "",
                      "Exponents, fitted through the logarithms:", "", "| What grows | time of a run | events | time by events | making the ties |", "|---|---|---|---|---|", *fits, "", END])
    if a.dry:
        print(text)
        return
    path = os.path.join(os.path.dirname(HERE), "docs", "benchmarks.md")
    head, rest = open(path).read().split(BEGIN)
    open(path, "w").write(head + text + rest.split(END)[1])


main()
