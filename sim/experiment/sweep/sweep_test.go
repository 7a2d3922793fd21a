package sweep

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/points"
	"grapevine/sim/experiment/sensitivity"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

const testPoints, testReplicates = 7, 4

// market is two strategies in a market of twenty; the point is how many notice
// the brand.
func market(point int) (experiment.Design, error) {
	plan := func(notice float64) *sim.Plan {
		p := &sim.Plan{
			Customers: 20, Weeks: 6, Step: 1, Rates: *knob.Defaults(&sim.Rates{}), Attitudes: *knob.Defaults(&sim.Attitudes{}),
			Hearing: *knob.Defaults(&sim.Hearing{}), Product: *knob.Defaults(&sim.Product{}),
		}
		p.Rates.Notice, p.Rates.Consider, p.Rates.Decide = notice, 0.5, 0.5
		return p
	}
	return experiment.Design{Seed: 3, Replicates: testReplicates, Strategies: []experiment.Arm{
		{Name: "as it is", Plan: plan(0.1 * float64(point))}, {Name: "louder", Plan: plan(0.1*float64(point) + 0.2)},
	}}, nil
}

func testPlan() *Plan {
	p := &Plan{Version: "test", Design: "grid", Seed: 3, Replicates: testReplicates, Strategies: []string{"as it is", "louder"}, Factors: []string{"rates.notice"}}
	for _, m := range metric.Kinds {
		p.Metrics = append(p.Metrics, m.Name)
	}
	for k := range testPoints {
		p.Points = append(p.Points, []string{fmt.Sprintf("%g", 0.1*float64(k))})
	}
	return p
}

func open(t *testing.T, dir string) *Work {
	t.Helper()
	w := &Work{Plan: testPlan(), Dir: dir, At: market, Workers: 2}
	if err := w.Plan.Open(dir, true, map[string][]byte{Scenario: []byte("title = \"test\"\n")}); err != nil {
		t.Fatal(err)
	}
	return w
}

func run(t *testing.T, w *Work, i, n int) Tally {
	t.Helper()
	shard, err := w.Plan.Shard(i, n)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := w.Run(t.Context(), shard, nil)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

// merged returns the tables of a sweep, by name.
func merged(t *testing.T, dir string) map[string]string {
	t.Helper()
	plan, err := ReadPlan(dir)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := tryMerge(plan, dir)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

func tryMerge(plan *Plan, dir string) (map[string]string, error) {
	journals, err := ReadJournals(dir, plan)
	if err != nil {
		return nil, err
	}
	defer journals.Close()
	folder, err := results.Within(dir)
	if err != nil {
		return nil, err
	}
	defer folder.Discard()
	d, _ := market(0)
	tables := Tables{Plan: plan, Design: d, Summary: []string{"customers", "profit"}, Factors: []points.Factor{{Key: plan.Factors[0]}}}
	for k := range plan.Points {
		tables.Factors[0].Values = append(tables.Factors[0].Values, plan.Points[k][0])
		tables.Laid = append(tables.Laid, points.Point{(float64(k) + 0.5) / float64(len(plan.Points))})
	}
	if _, err := tables.Write(journals, folder); err != nil {
		return nil, err
	}
	if err := folder.Commit(results.Manifest{}); err != nil {
		return nil, err
	}
	all := map[string]string{}
	paths, _ := filepath.Glob(filepath.Join(dir, "*.csv"))
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		all[filepath.Base(path)] = string(text)
	}
	return all, nil
}

func whole(t *testing.T) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "whole")
	run(t, open(t, dir), 1, 1)
	return merged(t, dir)
}

// More notice means more customers, and the louder strategy has it: it wins at
// every point, and the one factor there is explains what there is to explain.
func TestAnalysis(t *testing.T) {
	got := whole(t)
	if n := strings.Count(got["regions.csv"], ",louder,as it is,customers,"); n != testPoints {
		t.Errorf("louder wins at %d of %d points:\n%s", n, testPoints, got["regions.csv"])
	}
	for _, want := range []string{
		"\nas it is,customers,level,rates.notice,,src,", "\nlouder,customers,lead,rates.notice,,src,-", "\nlouder,customers,level,,,noise_share,",
	} {
		if !strings.Contains(got["indices.csv"], want) {
			t.Errorf("indices.csv has no %q:\n%s", want, got["indices.csv"])
		}
	}
	if n := strings.Count(got["effects.csv"], "\nas it is,customers,level,rates.notice,"); n != testPoints {
		t.Errorf("effects.csv has %d levels of the factor, want %d:\n%s", n, testPoints, got["effects.csv"])
	}
}

// Whose lead it is, who wins where, and where from is said in plain words.
func TestFindings(t *testing.T) {
	f := Findings{
		Metric: "profit", Currency: "EUR", Design: "sobol", Points: 64, Best: 1,
		Strategies: []string{"quiet", "loud"}, Factors: []string{"product.price", "talk.rate", "weeks"},
		Won: []float64{0.25, 0.75}, Clear: []float64{0.1, 0.6},
		Drivers: []Drivers{{1, "lead", []sensitivity.Index{
			{Name: "ST", Factor: 0, Value: 0.2}, {Name: "ST", Factor: 1, Value: 0.7}, {Name: "ST", Factor: 2, Value: 0.01},
			{Name: "S1", Factor: sensitivity.Dummy, High: 0.05}, {Name: "noise_share", Factor: sensitivity.All, Value: 0.3},
		}}},
		Conditions: []Condition{{"quiet", sensitivity.Box{Density: 0.9, Coverage: 0.8}, []Bound{{Text: "product.price > 42"}, {Text: "talk.rate < 0.1"}}}},
	}
	want := []string{
		"What moves the lead of \"loud\" most: talk.rate 70 %, product.price 20 %; the others next to nothing (share of the variance, alone and together with others).",
		"Luck that is left in the means makes 30 % of how the points differ in the lead of \"loud\": more replicates would sharpen this.",
		"Best: \"loud\" at 75 % of the points (60 % clearly), \"quiet\" at 25 % of the points (10 % clearly).",
		"\"quiet\" is the best where product.price > 42 and talk.rate < 0.1: at 90 % of the points there, which are 80 % of those it wins.",
	}
	if got := f.Sentences(); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// However often a sweep is stopped, and wherever a kill leaves its journal torn
// or a disk turns its last bits, going on ends in the same bytes.
func TestKilledSweepsEndAlike(t *testing.T) {
	want := whole(t)
	r := rand.New(rand.NewPCG(1, 2))
	for try := range 12 {
		dir := filepath.Join(t.TempDir(), "killed")
		w := open(t, dir)
		shard, _ := w.Plan.Shard(1, 1)
		for range 3 {
			ctx, cancel := context.WithCancel(t.Context())
			stop := r.IntN(w.Plan.Tasks())
			_, err := w.Run(ctx, shard, func(done, _ int) {
				if done >= stop {
					cancel()
				}
			})
			cancel()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			tear(t, shard.path(dir), r)
		}
		run(t, w, 1, 1)
		if got := merged(t, dir); !maps.Equal(got, want) {
			t.Fatalf("try %d: killed and resumed, the tables differ", try)
		}
	}
}

// A bit that a disk has turned in a journal is said, with how many tasks are run
// again, before they are; what a kill leaves half written is not. A merge that
// lacks them says why.
func TestDamageIsSaid(t *testing.T) {
	want := whole(t)
	record := testPlan().record()
	for _, c := range []struct {
		name   string
		hurt   func(data []byte, first int64) []byte
		record int64 // the first that is lost; -1 is none that is said
	}{
		{"a bit of a value", func(data []byte, first int64) []byte { data[first+5*record+100] ^= 4; return data }, 5},
		{"a bit of a task's number", func(data []byte, first int64) []byte { data[first+7*record+6] ^= 4; return data }, 7},
		{"a bit of a length", func(data []byte, first int64) []byte { data[first+11*record+10] ^= 4; return data }, 11},
		{"a bit of the last record", func(data []byte, first int64) []byte { data[len(data)-1] ^= 4; return data }, testPoints*testReplicates - 1},
		{"an empty block", func(data []byte, first int64) []byte { clear(data[first+3*record : first+4*record]); return data }, 3},
		{"killed", func(data []byte, first int64) []byte { return data[:first+4*record+record/2] }, -1},
		{"killed early in a record", func(data []byte, first int64) []byte { return data[:first+4*record+3] }, -1},
		{"not hurt", func(data []byte, first int64) []byte { return data }, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "hurt")
			w := open(t, dir)
			run(t, w, 1, 1)
			shard, _ := w.Plan.Shard(1, 1)
			path := shard.path(dir)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			first := int64(len(data)) - int64(w.Plan.Tasks())*record
			if err := os.WriteFile(path, c.hurt(data, first), 0o644); err != nil {
				t.Fatal(err)
			}
			expected := ""
			if c.record >= 0 {
				expected = (&Damage{path, first + c.record*record, w.Plan.Tasks() - int(c.record)}).String()
				if _, err := tryMerge(w.Plan, dir); err == nil || !strings.HasPrefix(err.Error(), expected) {
					t.Errorf("merged without mending: %v", err)
				}
			}
			said := ""
			w.Warn = func(d Damage) { said += d.String() }
			run(t, w, 1, 1)
			if said != expected {
				t.Errorf("it said %q, want %q", said, expected)
			}
			if got := merged(t, dir); !maps.Equal(got, want) {
				t.Error("mended, the tables differ")
			}
			said = ""
			if run(t, w, 1, 1); said != "" {
				t.Errorf("run again it says %q", said)
			}
		})
	}
}

// tear does to a journal what a kill or a bad disk may do to its end.
func tear(t *testing.T, path string, r *rand.Rand) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch r.IntN(3) {
	case 0:
		data = data[:r.IntN(len(data)+1)]
	case 1:
		if tail := max(len(magic)+65, len(data)-400); tail < len(data) {
			data[tail+r.IntN(len(data)-tail)] ^= 1 << r.IntN(8)
		}
	case 2:
		data = append(data, "torn"...)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A point's strategies are made once, however many workers run its replicates.
func TestPointsAreMadeOnce(t *testing.T) {
	w := open(t, filepath.Join(t.TempDir(), "sweep"))
	w.Workers = 3
	var mutex sync.Mutex
	made := map[int]int{}
	w.At = func(point int) (experiment.Design, error) {
		mutex.Lock()
		made[point]++
		mutex.Unlock()
		return market(point)
	}
	run(t, w, 1, 1)
	for point := range testPoints {
		if made[point] != 1 {
			t.Errorf("point %d was made %d times", point, made[point])
		}
	}
}

// Shares run anywhere, in any number and order, one of them even twice; put
// together they are the same bytes.
func TestShardsMergeAlike(t *testing.T) {
	want := whole(t)
	for _, n := range []int{2, 3, 7, 20} {
		dir := filepath.Join(t.TempDir(), "shards")
		w := open(t, dir)
		for i := n; i >= 1; i-- {
			run(t, w, i, n)
		}
		run(t, w, 1, 1)
		if got := merged(t, dir); !maps.Equal(got, want) {
			t.Errorf("%d shards give other tables", n)
		}
	}
}

// Shares cover all tasks, each once.
func TestShardsCover(t *testing.T) {
	p := testPlan()
	for n := 1; n <= 40; n++ {
		at := 0
		for i := 1; i <= n; i++ {
			s, err := p.Shard(i, n)
			if err != nil || s.Low != at || s.High < s.Low {
				t.Fatalf("shard %d/%d: %+v, want it to begin at %d (%v)", i, n, s, at, err)
			}
			at = s.High
		}
		if at != p.Tasks() {
			t.Fatalf("%d shards end at task %d, want %d", n, at, p.Tasks())
		}
	}
}

// A merge refuses what is not there and says what to run; status names it.
func TestGapsAreRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gaps")
	w := open(t, dir)
	for _, i := range []int{1, 3, 4} {
		run(t, w, i, 7)
	}
	if _, err := tryMerge(w.Plan, dir); err == nil || !strings.Contains(err.Error(), "--resume") {
		t.Errorf("merged with gaps: %v", err)
	}
	journals, err := ReadJournals(dir, w.Plan)
	if err != nil {
		t.Fatal(err)
	}
	defer journals.Close()
	if got := journals.Status().Shards(w.Plan, 7); got != "2,5-7" {
		t.Errorf("shards still to run: %q, want 2,5-7", got)
	}
}

// A run that fails is kept apart and the others go on; once the cause is
// mended, trying again gives what would have been.
func TestFailedRunsAreRetried(t *testing.T) {
	want := whole(t)
	dir := filepath.Join(t.TempDir(), "failed")
	w := open(t, dir)
	w.At = func(point int) (experiment.Design, error) {
		d, err := market(point)
		d.Runner = func(ctx context.Context, p *sim.Plan, world *sim.World, l chance.Luck, workers int) (*sim.Trace, error) {
			if point == 2 && l == chance.Of(3, 2) {
				return nil, errors.New("the market broke down, \"badly\"")
			}
			return sim.Run(ctx, p, world, l, workers)
		}
		return d, err
	}
	if tally := run(t, w, 1, 1); tally.Failed != 1 || tally.Done != w.Plan.Tasks() {
		t.Errorf("%+v, want 1 failed of %d", tally, w.Plan.Tasks())
	}
	got := merged(t, dir)
	if n := strings.Count(got["failed.csv"], "broke down"); n != 2 {
		t.Errorf("failed.csv tells of %d runs, want 2:\n%s", n, got["failed.csv"])
	}
	if n := strings.Count(got["runs.csv"], "\n"); n != 1+2*(w.Plan.Tasks()-1) {
		t.Errorf("runs.csv has %d lines, want all runs but two", n)
	}
	w.At, w.Retry = market, true
	if tally := run(t, w, 1, 1); tally.Failed != 0 {
		t.Errorf("tried again: %+v", tally)
	}
	got = merged(t, dir)
	if !maps.Equal(got, want) {
		t.Error("tried again, the tables differ from those of a sweep without failures")
	}
}

// Two processes do not work on one shard; another sweep's folder, and another
// sweep's journal, are refused.
func TestFoldersAreGuarded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "guarded")
	w := open(t, dir)
	shard, _ := w.Plan.Shard(1, 1)
	j, err := openJournal(dir, w.Plan, shard)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Run(t.Context(), shard, nil); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a locked shard: %v", err)
	}
	if err := j.close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Plan.Open(dir, false, nil); err == nil || !strings.Contains(err.Error(), "--resume") {
		t.Errorf("the same sweep without --resume: %v", err)
	}
	other := testPlan()
	other.Seed = 4
	if err := other.Open(dir, true, nil); err == nil || !strings.Contains(err.Error(), "seed 3, not 4") {
		t.Errorf("another sweep: %v", err)
	}
	if _, err := openJournal(dir, other, shard); !errors.Is(err, errForeign) {
		t.Errorf("another sweep's journal: %v", err)
	}
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "thesis.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := w.Plan.Open(foreign, true, nil); err == nil {
		t.Error("a folder with other things was taken")
	}
}

// Journals are read back whatever they hold: nothing panics, and only whole
// records count.
func FuzzJournal(f *testing.F) {
	plan := testPlan()
	heading := magic + plan.Hash() + "\n"
	f.Add([]byte(heading))
	f.Add([]byte(heading + "\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00abcd\x00\x00"))
	f.Add([]byte("id,name\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "journal")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		index, end, err := scan(file, plan)
		if err != nil {
			return
		}
		if end > int64(len(data)) {
			t.Errorf("the journal ends at %d of %d bytes", end, len(data))
		}
		for task, e := range index.all() {
			payload := make([]byte, e.length)
			if _, err := file.ReadAt(payload, e.offset); err != nil {
				t.Errorf("task %d: %v", task, err)
			}
			_, _ = decode(payload, plan, 1)
		}
	})
}

// Whatever stands in the plan of a sweep, it is one with tasks or refused with
// what to do about it.
func FuzzPlan(f *testing.F) {
	plan := testPlan()
	f.Add(plan.json())
	f.Add([]byte(strings.Replace(string(plan.json()), `"replicates": `, `"replicates": -`, 1)))
	f.Add([]byte(`{"format": 2, "replicates": 9223372036854775807, "points": [[], []]}`))
	f.Add([]byte(`{"format": 2, "replicates": 1, "factors": ["a"], "points": [["1"], []]}`))
	f.Add([]byte("\ufeff{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, planName), text, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := ReadPlan(dir)
		if err != nil {
			if !strings.HasPrefix(err.Error(), filepath.Join(dir, planName)+": ") {
				t.Fatalf("%v: want the file", err)
			}
			return
		}
		if p.Tasks() < 1 || len(p.Points[len(p.Points)-1]) != len(p.Factors) {
			t.Fatalf("%d tasks of %+v", p.Tasks(), p)
		}
		_ = p.Hash()
	})
}

// What is written reads back, faults and missing values too.
func TestRecords(t *testing.T) {
	plan := testPlan()
	d, _ := market(1)
	r := d.Once(t.Context(), 2)
	r.Outcomes[1] = &experiment.Outcome{Err: errors.New("no")}
	back, err := decode(encode(r), plan, 2)
	if err != nil {
		t.Fatal(err)
	}
	if back.Outcomes[1].Err.Error() != "no" || !slices.EqualFunc(back.Outcomes[0].Metrics, r.Outcomes[0].Metrics, func(a, b float64) bool { return a == b || a != a && b != b }) {
		t.Errorf("got %+v, want %+v", back.Outcomes, r.Outcomes)
	}
	if _, err := decode(encode(r)[:20], plan, 2); err == nil {
		t.Error("half a record was read")
	}
}
