package experiment

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"grapevine/chance"
	"grapevine/sim"
	"grapevine/sim/metric"
)

// The same design gives the same bytes on any number of workers.
func TestSameBytesOnAnyNumberOfWorkers(t *testing.T) {
	d := design(arm("neither", 1000, 0), arm("a", 1010, 1), arm("b", 1020, 2))
	var want map[string]string
	for _, workers := range []int{1, 2, 5, 16} {
		d.Workers = workers
		_, got := conduct(t, d)
		if want == nil {
			want = got
		}
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s differs with %d workers", name, workers)
			}
		}
		if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
			t.Errorf("other files with %d workers", workers)
		}
	}
	for _, name := range []string{"runs.csv", "series.csv", "summary.csv", "bands.csv", "comparison.csv", "sources.csv", "cascades.csv", "ledger.csv"} {
		if strings.Count(want[name], "\n") < 2 {
			t.Errorf("%s has no rows", name)
		}
	}
}

// More replicates and more strategies leave the rows there are as they are.
func TestGrowthChangesNoRow(t *testing.T) {
	small := design(arm("neither", 1000, 0), arm("a", 1010, 1))
	more := small
	more.Replicates = 30
	wider := small
	wider.Strategies = append(slices.Clone(small.Strategies), arm("b", 2000, 2))
	_, before := conduct(t, small)
	for what, d := range map[string]Design{"replicates": more, "strategies": wider} {
		_, after := conduct(t, d)
		for _, name := range []string{"runs.csv", "series.csv", "sources.csv", "ledger.csv"} {
			rows := map[string]bool{}
			for row := range strings.Lines(after[name]) {
				rows[row] = true
			}
			for row := range strings.Lines(before[name]) {
				if !rows[row] {
					t.Errorf("more %s: %s lost the row %s", what, name, row)
				}
			}
		}
		if what == "strategies" {
			for row := range strings.Lines(before["summary.csv"]) {
				if !strings.Contains(after["summary.csv"], row) {
					t.Errorf("summary.csv lost the row %s", row)
				}
			}
		}
	}
}

// Replicates come in order whoever is first, and few are under way at a time.
func TestOrder(t *testing.T) {
	d := design(arm("neither", 1000, 0))
	d.Replicates, d.Workers = 60, 3
	var begun, delivered atomic.Int64
	d.Runner = func(ctx context.Context, p *sim.Plan, w *sim.World, luck chance.Luck, workers int) (*sim.Trace, error) {
		if waiting := begun.Add(1) - delivered.Load(); waiting > int64(d.Workers*(ahead+1)) {
			t.Errorf("%d replicates are under way or wait", waiting)
		}
		time.Sleep(time.Duration(luck.Uniform(purposeTest, 3, 0) * float64(2*time.Millisecond)))
		return fake(ctx, p, w, luck, workers)
	}
	var told []int
	k := 0
	for r, err := range Run(t.Context(), d, func(done, total int) { told = append(told, done); _ = total }) {
		if err != nil {
			t.Fatal(err)
		}
		if k++; r.Number != k {
			t.Fatalf("replicate %d came as number %d", r.Number, k)
		}
		delivered.Add(1)
	}
	if k != 60 || len(told) != 60 || told[59] != 60 {
		t.Errorf("%d replicates, told of %v", k, told)
	}
}

// A few large runs get the workers that replicates leave over.
func TestSpareWorkersHelpWithinRuns(t *testing.T) {
	for _, c := range []struct{ replicates, workers, least int }{{1, 8, 8}, {3, 8, 2}, {8, 8, 1}, {100, 8, 1}} {
		d := design(arm("neither", 1000, 0))
		d.Replicates, d.Workers = c.replicates, c.workers
		d.Runner = func(ctx context.Context, p *sim.Plan, w *sim.World, luck chance.Luck, workers int) (*sim.Trace, error) {
			if workers < c.least || workers > c.least+1 {
				t.Errorf("%d replicates on %d workers: a run got %d", c.replicates, c.workers, workers)
			}
			return fake(ctx, p, w, luck, workers)
		}
		for _, err := range Run(t.Context(), d, nil) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Strategies with the same ties share a world; others get their own.
func TestWorlds(t *testing.T) {
	d := design(arm("a", 1, 0), arm("b", 2, 1), arm("c", 3, 2))
	d.Strategies[1].Plan.Layers = []sim.Layer{{Name: "friends"}}
	var made atomic.Int64
	d.World = func(p *sim.Plan, luck chance.Luck, workers int) (*sim.World, error) {
		made.Add(1)
		return &sim.World{}, nil
	}
	for _, err := range Run(t.Context(), d, nil) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if made.Load() != int64(2*d.Replicates) {
		t.Errorf("%d worlds for %d replicates, want 2 each", made.Load(), d.Replicates)
	}
}

func TestCancel(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	d := design(arm("neither", 1000, 0), arm("a", 1000, 1))
	d.Replicates = 1000
	done := 0
	var last error
	for r, err := range Run(ctx, d, nil) {
		if last = err; err == nil {
			done = r.Number
			if slices.ContainsFunc(r.Outcomes, func(o *Outcome) bool { return o.Err != nil }) {
				t.Error("a run that was cut short was delivered")
			}
		}
		if done == 5 {
			cancel()
		}
	}
	if done != 5 || !errors.Is(last, context.Canceled) {
		t.Errorf("stopped after %d replicates with error %v", done, last)
	}
	for range Run(t.Context(), d, nil) {
		break // the caller has had enough
	}
	time.Sleep(10 * time.Millisecond)
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines are left over", after-before)
	}
}

// A run that fails or breaks down costs nobody else anything: all other rows
// are as they were, and it is named in failed.csv.
func TestFailuresAreKeptApart(t *testing.T) {
	d := design(arm("neither", 1000, 0), arm("a", 1010, 1))
	_, whole := conduct(t, d)
	for _, panics := range []bool{false, true} {
		d.Runner = unlucky(d.Seed, 3, d.Strategies[1].Plan, panics)
		answer, got := conduct(t, d)
		if len(answer.Failed) != 1 || answer.Failed[0].Strategy != "a" || answer.Failed[0].Replicate != 3 {
			t.Fatalf("failed: %v", answer.Failed)
		}
		var e *PanicError
		if errors.As(answer.Failed[0].Err, &e) != panics {
			t.Errorf("error %v", answer.Failed[0].Err)
		}
		if !strings.Contains(got["failed.csv"], "a,3,7,") {
			t.Errorf("failed.csv: %s", got["failed.csv"])
		}
		for row := range strings.Lines(whole["runs.csv"]) {
			if strings.Contains(got["runs.csv"], row) == strings.HasPrefix(row, "a,3,") {
				t.Errorf("panics %v: the row %s", panics, row)
			}
		}
		if a, b := answer.Strategies[0].Profit.N, answer.Strategies[1].Profit.N; a != 12 || b != 11 || answer.Lead.N != 11 {
			t.Errorf("n = %d, %d, lead %d", a, b, answer.Lead.N)
		}
	}
}

func TestEveryRunFails(t *testing.T) {
	d := design(arm("neither", 1000, 0), arm("a", 1010, 1))
	d.World = func(*sim.Plan, chance.Luck, int) (*sim.World, error) { return nil, errLightning }
	answer, tables := conduct(t, d)
	if len(answer.Failed) != 24 || answer.Sentence() != "No answer: every run failed." {
		t.Errorf("%d failed; %s", len(answer.Failed), answer.Sentence())
	}
	if strings.Count(tables["runs.csv"], "\n") != 1 {
		t.Error("runs.csv has rows")
	}
}

func TestCheck(t *testing.T) {
	d := Design{Strategies: []Arm{{Name: "a"}, {Name: "a"}, {}}, Baseline: "b", Objective: Objective{Metric: "proft"}, UntilCI: -1}
	err := d.Check()
	for _, want := range []string{"no plan", "called \"a\"", "no name", `baseline = "b"`, `objective = "proft"`, "replicates = 0", "until-ci = -1"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no word of %q in: %v", want, err)
		}
	}
}

// UntilCI goes on until the intervals are as narrow as asked, no further than
// the next look, the same on any number of workers.
func TestUntilCI(t *testing.T) {
	d := design(arm("neither", 1000, 0), arm("a", 1005, 1), arm("b", 1010, 2))
	d.Replicates, d.UntilCI = 2, 0.0015 // half of ±1.645·10·√2/√n, relative to about 1010: n near 240
	var want map[string]string
	for _, workers := range []int{1, 3} {
		d.Workers = workers
		answer, got := conduct(t, d)
		s := answer.Stop
		if s == nil || !s.Met || s.Reached > d.UntilCI || s.Replicates%look != 0 || s.Replicates != answer.Replicates {
			t.Fatalf("stopped: %+v after %d", s, answer.Replicates)
		}
		if s.Replicates < 140 || s.Replicates > 340 {
			t.Errorf("%d replicates, want near 240", s.Replicates)
		}
		if want == nil {
			want = got
		}
		if got["runs.csv"] != want["runs.csv"] {
			t.Error("runs.csv differs")
		}
	}
	d.Cap = 50
	answer, _ := conduct(t, d)
	if s := answer.Stop; s.Met || s.Replicates != 50 || !strings.Contains(s.String(), "the most allowed") {
		t.Errorf("stopped: %v", s)
	}
	same := design(arm("a", 5, 1), arm("b", 5, 1))
	same.UntilCI = 0.01
	answer, _ = conduct(t, same)
	if s := answer.Stop; !s.Met || s.Replicates != look || s.Reached != 0 {
		t.Errorf("identical strategies: %+v", s)
	}
}

// The weekly table thins out with RecordEvery but keeps first and last week.
func TestRecordEvery(t *testing.T) {
	d := design(arm("neither", 1000, 0))
	d.Replicates, d.RecordEvery = 1, 2
	_, tables := conduct(t, d)
	var weeks []string
	for row := range strings.Lines(tables["series.csv"]) {
		weeks = append(weeks, strings.Split(row, ",")[3])
	}
	if !slices.Equal(weeks, []string{"week", "0", "2", "3"}) {
		t.Errorf("weeks %v", weeks)
	}
	d.RecordEvery = -1
	_, without := conduct(t, d)
	for name, table := range tables {
		switch without := without[name]; name {
		case "manifest.json": // names the tables
		case "series.csv", "bands.csv":
			if without != "" {
				t.Errorf("%s is there without weekly tables", name)
			}
		default:
			if without != table {
				t.Errorf("%s is another without weekly tables", name)
			}
		}
	}
}

// What is kept of a run is what the registry measures.
func TestMetricsAreThoseOfTheRegistry(t *testing.T) {
	d := design(arm("neither", 1000, 0))
	d.Replicates = 1
	for r, err := range Run(t.Context(), d, nil) {
		if err != nil {
			t.Fatal(err)
		}
		trace, _ := fake(t.Context(), d.Strategies[0].Plan, nil, chance.Of(d.Seed, 1), 1)
		want := metric.Profit.Of(&metric.Run{Trace: trace})
		if got := r.Outcomes[0].Metrics[metric.Named("profit")]; got != want {
			t.Errorf("profit %v, want %v", got, want)
		}
	}
}
