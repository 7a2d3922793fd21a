package lab

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"grapevine/chance"
	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

const market = `
title = "A market to play with"
customers = 300
weeks = 52
replicates = 5
step = "week"
objective.maximise = "profit"
network.friends = { kind = "watts-strogatz", mean_degree = 6 }
talk.persuasion = { friends = 0.1 }
advertising = { rate = 0.05 }
rates = { consider = 0.08 }
[[strategy]]
name = "as now"
[[strategy]]
name = "with a reward"
referral = { reward_sender = 5, rate = 0.05 }
[sweep]
[sweep.vary]
"product.quality" = { min = 0.3, max = 0.9 }
"talk.persuasion.friends" = { min = 0, max = 0.3 }
`

func open(t *testing.T) *Session {
	t.Helper()
	s, err := Open(market, true)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Many worlds in the lab come to the same bytes as the command line's
// summary.csv, wherever the levers are.
func TestSummaryIsThatOfARun(t *testing.T) {
	for _, set := range [][]string{nil, {"product.quality=0.5", "talk.persuasion.friends=0.2", "seed=7"}} {
		s := open(t)
		if err := s.Set(set); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			s.Sample()
		}
		got, err := s.Summary()
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := scenarios.LoadBytes("scenario.toml", []byte(market), set)
		if err != nil {
			t.Fatal(err)
		}
		d := experiment.Design{
			Objective: experiment.Objective{Metric: "profit", Horizon: loaded.Objective.Horizon}, Discount: loaded.Money.Discount, Currency: loaded.Currency,
			Seed: uint64(loaded.Seed), Replicates: 5,
		}
		for _, y := range loaded.Strategies {
			d.Strategies = append(d.Strategies, experiment.Arm{Name: y.Name, Plan: y.Plan})
		}
		folder, err := results.Create(filepath.Join(t.TempDir(), "run"), false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := experiment.Conduct(context.Background(), d, folder, nil); err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(folder.Staging(), "summary.csv"))
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("levers %q: the lab's summary differs from the run's", set)
		}
	}
}

// Looking on changes nothing: a watched world is the world that was not
// watched.
func TestWatchingChangesNothing(t *testing.T) {
	s := open(t)
	for strategy := range 2 {
		w, err := s.Play(strategy, 3)
		if err != nil {
			t.Fatal(err)
		}
		plan := s.now.Strategies[strategy].Plan
		luck := chance.Of(1, 3)
		world, err := sim.NewWorld(plan, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		trace, err := sim.Run(t.Context(), plan, world, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		columns := metric.Columns(trace)
		all := metric.Series(trace, columns)
		for i, c := range columns {
			for week, x := range w.Weekly[i] {
				if want := all[i*(trace.Weeks+1)+week]; x != want && (x == x || want == want) {
					t.Fatalf("%s in week %d: %g watched, %g not", c.Name, week, x, want)
				}
			}
		}
	}
}

// What is shown of persons adds up: moves lead to the stages that are counted,
// words are those counted, and every parent had bought before their child.
func TestLivesAddUp(t *testing.T) {
	s := open(t)
	w, err := s.Play(1, 1)
	if err != nil {
		t.Fatal(err)
	}
	about := s.About()
	at := make([]int, about.Customers)
	bought := make([]float64, about.Customers)
	for _, m := range w.Moves {
		at[m.Who] = m.To
		if about.Stages[m.To] == "customer" && bought[m.Who] == 0 {
			bought[m.Who] = m.Week
		}
	}
	count := make([]float64, len(about.Stages))
	for _, stage := range at {
		count[stage]++
	}
	for k, stage := range about.Stages {
		for i, c := range w.Columns {
			if c == "n_"+stage && w.Weekly[i][about.Weeks] != count[k] {
				t.Errorf("%g customers are %s by their moves, %g by the table", count[k], stage, w.Weekly[i][about.Weeks])
			}
		}
	}
	children := 0
	for i, l := range w.Lives {
		if l.Parent >= 0 {
			children++
			if bought[l.Parent] > bought[i] {
				t.Errorf("customer %d was won in week %.2f by %d, who bought in week %.2f", i, bought[i], l.Parent, bought[l.Parent])
			}
		}
	}
	if children == 0 || len(w.Words) == 0 {
		t.Error("nobody was won by anybody, and nothing said")
	}
}

// A lever that cannot be where it is put leaves all as it was.
func TestFaultyLever(t *testing.T) {
	s := open(t)
	if err := s.Set([]string{"product.quality=0.4"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Set([]string{"product.quality=2"}); err == nil {
		t.Error("a quality of 2 was taken")
	}
	if got := s.About().Levers[0].Value; got != "0.4" {
		t.Errorf("quality is %s now, want 0.4", got)
	}
}

// A lever that only strategies have moves in all of them; those of a scenario
// stay the same when one has been moved.
func TestLeverOfStrategies(t *testing.T) {
	s, err := Open("cc-vs-ba", false)
	if err != nil {
		t.Fatal(err)
	}
	before := s.About().Levers
	if err := s.Set([]string{"community.hosts_per_week=2"}); err != nil {
		t.Fatal(err)
	}
	for _, y := range []string{"community commerce", "both"} {
		if l, ok := s.now.Lever("strategy." + y + ".community.hosts_per_week"); !ok || l.Value != "2" {
			t.Errorf("%s has %s hosts a week, want 2", y, l.Value)
		}
	}
	after := s.About().Levers
	if len(after) != len(before) {
		t.Fatalf("%d levers, and %d once one has been moved", len(before), len(after))
	}
	for i, l := range after {
		if l.Key != before[i].Key || l.Max != before[i].Max || (l.Value != before[i].Value) != (l.Key == "community.hosts_per_week") {
			t.Errorf("lever %+v has become %+v", before[i], l)
		}
	}
	if _, err := s.Try("community.hosts_per_week", "1", 0); err != nil {
		t.Error(err)
	}
}

// Everybody is counted once, and detractors as such.
func TestCountsAddUp(t *testing.T) {
	w, err := open(t).Play(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	counts, weeks, people := w.Counts(), 53, len(w.Lives)
	for week := range weeks {
		total, detractors := int32(0), int32(0)
		for row := 0; row*weeks < len(counts); row++ {
			total += counts[row*weeks+week]
		}
		for _, s := range w.States[week*people : (week+1)*people] {
			if s.Detractor {
				detractors++
			}
		}
		if got := counts[len(w.Stages)*weeks+week]; total != int32(people) || got != detractors {
			t.Errorf("week %d counts %d people, %d of them detractors, want %d and %d", week, total, got, people, detractors)
		}
	}
}
