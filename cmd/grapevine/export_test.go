package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"grapevine/sim/results"
)

// What is exported is read back by pandas, polars, DuckDB and SALib to the
// numbers of the tables, and a sample of SALib's is swept. The Python that has
// them is named by GRAPEVINE_PYTHON, or is python3.
func TestPythonReadsExports(t *testing.T) {
	python := os.Getenv("GRAPEVINE_PYTHON")
	if python == "" {
		python = "python3"
	}
	if out, err := exec.Command(python, "-c", "import pandas, polars, duckdb, pyarrow, SALib").CombinedOutput(); err != nil {
		if os.Getenv("GRAPEVINE_PYTHON") != "" {
			t.Fatalf("%s: %v\n%s", python, err, out)
		}
		t.Skipf("SKIPPED: %s has not pandas, polars, duckdb, pyarrow and SALib: exports are NOT read back", python)
	}
	script, err := filepath.Abs("testdata/read_back.py")
	if err != nil {
		t.Fatal(err)
	}
	dir := place(t)
	run := func(args ...string) {
		t.Helper()
		c, printed := process(t, dir, args...)
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, printed)
		}
	}
	text := strings.NewReplacer(`"random"`, `"sobol"`, "points = 40", "points = 8", "[0.02, 0.1]", "{ min = 0.02, max = 0.1 }").Replace(killable)
	if err := os.WriteFile(filepath.Join(dir, "sobol.toml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	run("sweep", "sobol.toml", "-o", "out", "--no-plots")
	for _, format := range []string{"parquet", "mesa", "netlogo-table", "salib"} {
		run("export", "out", "--format", format)
	}
	c := exec.Command(python, script, "out")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run("sweep", "sobol.toml", "--samples", "samples.txt", "--problem", "problem.json", "--replicates", "1", "-o", "sampled", "--no-plots")
	points, err := results.Find(filepath.Join(dir, "sampled"), "points")
	if err != nil {
		t.Fatal(err)
	}
	if want := 4 * (2 + 2); points.Rows() != want {
		t.Errorf("%d points of SALib's sample were run, want %d", points.Rows(), want)
	}
}
