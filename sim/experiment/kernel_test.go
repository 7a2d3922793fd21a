package experiment_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// flagship is the shipped scenario, cut down in time but not below two spans
// of customers, so that several workers may share a run.
func flagship(t *testing.T) experiment.Design {
	t.Helper()
	s, err := scenarios.Load("cc-vs-ba", []string{"customers=5000", "weeks=26", "objective.horizon=26"})
	if err != nil {
		t.Fatal(err)
	}
	d := experiment.Design{Seed: 3, Replicates: 2, Objective: experiment.Objective{Metric: "profit"}}
	for _, a := range s.Strategies {
		d.Strategies = append(d.Strategies, experiment.Arm{Name: a.Name, Plan: a.Plan})
	}
	return d
}

// conduct returns the folder with a design's tables.
func conduct(t *testing.T, d experiment.Design) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "results")
	folder, err := results.Create(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := experiment.Conduct(t.Context(), d, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(answer.Failed) > 0 {
		t.Fatal(answer.Failed[0].Err)
	}
	if err := folder.Commit(results.Manifest{}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func numbers(t *testing.T, table *results.Table, column string) []float64 {
	t.Helper()
	xs, err := table.Floats(column)
	if err != nil {
		t.Fatal(err)
	}
	return xs
}

// With the engine itself: the same bytes however the workers are shared out,
// and tables that agree with each other.
func TestEngine(t *testing.T) {
	d := flagship(t)
	d.Workers = 1
	one := conduct(t, d)
	d.Workers = 5 // two replicates at a time, with two and three workers in each run
	five := conduct(t, d)
	files, err := filepath.Glob(filepath.Join(one, "*.csv"))
	if err != nil || len(files) < 8 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, f := range files {
		a, _ := os.ReadFile(f)
		b, _ := os.ReadFile(filepath.Join(five, filepath.Base(f)))
		if string(a) != string(b) {
			t.Errorf("%s differs", filepath.Base(f))
		}
	}
	table := func(name string) *results.Table {
		read, err := results.Find(one, name)
		if err != nil {
			t.Fatal(err)
		}
		return read
	}
	series := table("series")
	if series.Rows() != 4*2*27 {
		t.Errorf("series.csv has %d rows", series.Rows())
	}
	market := make([]float64, series.Rows())
	for _, c := range series.Columns {
		if strings.HasPrefix(c, "n_") && c != "n_detractor" {
			for i, n := range numbers(t, series, c) {
				market[i] += n
			}
		}
	}
	for i, n := range market {
		if n != 5000 {
			t.Errorf("series.csv, row %d: the stages add up to %v", i+1, n)
		}
	}
	runs := table("runs")
	weekly, profit := numbers(t, series, "cum_profit"), numbers(t, runs, "profit")
	accounts, _ := table("ledger").Groups("strategy")
	credits, _ := table("sources").Groups("strategy")
	for i := range 4 {
		var ledger, credited, won, earned float64
		for _, x := range numbers(t, accounts[i].Table, "amount") {
			ledger += x
		}
		for _, x := range numbers(t, credits[i].Table, "customers") {
			credited += x
		}
		for k := range 2 { // runs come replicate by replicate
			row := 4*k + i
			won += numbers(t, runs, "customers_won")[row]
			earned += profit[row]
			if last := weekly[27*row+26]; last != profit[row] {
				t.Errorf("row %d: profit %v, at the end of series.csv %v", row, profit[row], last)
			}
		}
		if credited != won || math.Abs(ledger-earned) > 1e-6 {
			t.Errorf("%s: credited %v of %v customers won; ledger %v, profit %v", accounts[i].Value, credited, won, ledger, earned)
		}
	}
}

// What is kept and written beside a run costs less than a millisecond of it.
func BenchmarkTables(b *testing.B) {
	s, err := scenarios.Load("cc-vs-ba", []string{"customers=100"})
	if err != nil {
		b.Fatal(err)
	}
	d := experiment.Design{Seed: 1, Replicates: 1, Strategies: []experiment.Arm{{Name: "a", Plan: s.Strategies[0].Plan}}}
	var one *experiment.Replicate
	for r, err := range experiment.Run(b.Context(), d, nil) {
		if err != nil {
			b.Fatal(err)
		}
		one = r
	}
	folder, err := results.Create(filepath.Join(b.TempDir(), "results"), false)
	if err != nil {
		b.Fatal(err)
	}
	defer folder.Discard()
	tables, err := experiment.NewTables(folder, d)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := tables.Write(one); err != nil {
			b.Fatal(err)
		}
	}
}
