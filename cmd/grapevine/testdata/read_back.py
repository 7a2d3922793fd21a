# Reads what grapevine export wrote of a sweep, as its users would, and holds
# it to runs.csv: read_back.py SWEEP, beside SWEEP-parquet and the others.
import json
import sys

import duckdb
import numpy
import pandas
import polars
from SALib.sample import sobol as sample
from SALib.analyze import sobol as analyse

sweep = sys.argv[1]
csv = pandas.read_csv(f"{sweep}/runs.csv")

frame = pandas.read_parquet(f"{sweep}-parquet/runs.parquet")[list(csv.columns)]
pandas.testing.assert_frame_equal(frame, csv, check_dtype=False, check_exact=True)
assert frame["replicate"].dtype.kind in "iI" and frame["profit"].dtype.kind == "f", frame.dtypes

other = polars.read_parquet(f"{sweep}-parquet/runs.parquet")
assert other["profit"].to_list() == list(csv["profit"]) and other["strategy"].to_list() == list(csv["strategy"])

means = duckdb.sql(f"select strategy, avg(profit) from '{sweep}-parquet/runs.parquet' group by strategy").fetchall()
for strategy, mean in means:
    assert abs(mean - csv[csv.strategy == strategy].profit.mean()) < 1e-9 * abs(mean)
assert len(means) == csv.strategy.nunique()
keys = {k.decode() for k, _ in duckdb.sql(f"select key, value from parquet_kv_metadata('{sweep}-parquet/runs.parquet')").fetchall()}
assert {"grapevine.version", "grapevine.sha256.sweep", "grapevine.sha256.scenario"} <= keys, keys

mesa = pandas.read_csv(f"{sweep}-mesa/data_collector.csv")
assert list(mesa.columns[:3]) == ["RunId", "iteration", "Step"]
assert (mesa["RunId"] == range(len(csv))).all() and (mesa["profit"] == csv["profit"]).all()

netlogo = pandas.read_csv(f"{sweep}-netlogo-table/table.csv", skiprows=6)
assert netlogo.columns[0] == "[run number]" and "[step]" in netlogo.columns
assert (netlogo["profit"] == csv["profit"]).all()

# The design is SALib's own, number by number, so that SALib can analyse it.
problem = json.load(open(f"{sweep}-salib/problem.json"))
points = numpy.loadtxt(f"{sweep}-salib/samples.txt")
y = pandas.read_csv(f"{sweep}-salib/responses.csv").iloc[:, 0].to_numpy()
assert points.shape == (len(y), problem["num_vars"])
indices = analyse.analyze({k: problem[k] for k in ("num_vars", "names", "bounds")}, y, calc_second_order=False)
assert numpy.isfinite(indices["S1"]).all()

# And the other way: a sample of SALib's, for the next sweep.
numpy.savetxt("samples.txt", sample.sample(problem, 4, calc_second_order=False, seed=1))
json.dump(problem, open("problem.json", "w"))
print("read back")
