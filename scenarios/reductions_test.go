package scenarios_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/scenarios"
	"grapevine/sim"
)

const (
	diamond = "network.ties.kind=inline customers=4 network.ties.edges=[[0,1],[0,2],[1,2],[1,3],[2,3]]"
	bowtie  = "network.ties.kind=inline customers=5 network.ties.edges=[[0,1],[0,2],[1,2],[2,3],[2,4],[3,4]]"
	path4   = "network.ties.kind=path customers=4"
	star6   = "network.ties.kind=star customers=6"
	k4      = "network.ties.kind=complete customers=4"
	k3      = "network.ties.kind=complete customers=3"
	cycle5  = "network.ties.kind=ring customers=5 network.ties.neighbours=2"
)

// A reduction is a classic with settings, what must come out of it by week, and
// a small defect that must be seen.
type reduction struct {
	classic, set string
	runs         int
	want         map[int]float64
	mutant       string
	slack        float64 // of a reference that is itself a mean, or of the limit it holds in
	column       string  // n_customer if left out
	share        bool    // of customers rather than their number
}

// The reductions of the model come out exactly (docs/model.md says which values
// are from where). Means are held to 4.5 standard errors, a false alarm in
// 150,000.
func TestReductions(t *testing.T) {
	sync := " scheme=synchronous step=1"
	for _, c := range []reduction{
		// The independent cascade, by enumeration.
		{classic: "cascade-karate", set: path4 + " talk.persuasion.ties=0.3 seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 1.690}, mutant: "talk.persuasion.ties=0.36"},
		{classic: "cascade-karate", set: star6 + " talk.persuasion.ties=0.3 seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 1.66}, mutant: "talk.persuasion.ties=0.36"},
		{classic: "cascade-karate", set: k4 + " talk.persuasion.ties=0.3 seeding.list=[0]", runs: 3_000, want: map[int]float64{34: 2.316556}, mutant: "talk.persuasion.ties=0.36"},
		{classic: "cascade-karate", set: diamond + " talk.persuasion.ties=0.3 seeding.list=[0]", runs: 3_000, want: map[int]float64{34: 1.95082}, mutant: "talk.persuasion.ties=0.36"},
		{classic: "cascade-karate", set: diamond + " talk.persuasion.ties=0.3 seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 2.17279}, mutant: "talk.persuasion.ties=0.36"},
		{classic: "cascade-karate", set: bowtie + " talk.persuasion.ties=0.3 seeding.list=[0]", runs: 3_000, want: map[int]float64{34: 1.989538}, mutant: "talk.persuasion.ties=0.36"},
		{classic: "cascade-karate", set: bowtie + " talk.persuasion.ties=0.3 seeding.list=[2]", runs: 3_000, want: map[int]float64{34: 2.452}, mutant: "talk.persuasion.ties=0.36"},
		{classic: "cascade-karate", set: "network.ties.kind=complete customers=10 seeding.list=[0]", runs: 6_000, want: map[int]float64{34: 3.026928593}, mutant: "talk.persuasion.ties=0.11"},
		{classic: "cascade-karate", set: "network.ties.kind=complete customers=10 seeding.list=[0] talk.persuasion.ties=0.2", runs: 6_000, want: map[int]float64{34: 6.784458}, mutant: "talk.persuasion.ties=0.21"},
		// The linear threshold model, by enumeration.
		{classic: "linear-threshold", set: path4 + " seeding.list=[0]", runs: 3_000, want: map[int]float64{34: 2}, mutant: "seeding.list=[1]"},
		{classic: "linear-threshold", set: path4 + " seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 3}, mutant: "seeding.list=[0]"},
		{classic: "linear-threshold", set: star6 + " seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 2}, mutant: "talk.thresholds=fixed"},
		{classic: "linear-threshold", set: k3 + " seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 2.5}, mutant: "talk.thresholds=normal talk.threshold=0.45"},
		{classic: "linear-threshold", set: k4 + " seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 2.888888889}, mutant: "talk.thresholds=normal talk.threshold=0.45"},
		{classic: "linear-threshold", set: cycle5 + " seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 2.875}, mutant: "talk.thresholds=normal talk.threshold=0.45"},
		{classic: "linear-threshold", set: diamond + " seeding.list=[0]", runs: 3_000, want: map[int]float64{34: 2.444444444}, mutant: "talk.thresholds=normal talk.threshold=0.45"},
		{classic: "linear-threshold", set: diamond + " seeding.list=[1]", runs: 3_000, want: map[int]float64{34: 3.166666667}, mutant: "talk.thresholds=normal talk.threshold=0.45"},
		{classic: "linear-threshold", runs: 3_000, want: map[int]float64{34: 13.08825}, slack: 4.5 * 0.0158, mutant: "talk.thresholds=normal talk.threshold=0.45"},
		// Epidemics, by their master equations.
		{classic: "sir-complete", runs: 5_000, want: map[int]float64{20: 8.117943741}, mutant: "talk.stop=1.1"},
		{classic: "sir-complete", set: "network.ties.kind=complete customers=10 talk.stop=0 talk.talk_for=1 talk.pressure.ties=0.105360515658" + sync, runs: 6_000, want: map[int]float64{20: 3.026928593}, mutant: "talk.talk_for=2"},
		{classic: "sir-complete", set: "customers=10 talk.stop=0 talk.talk_for=1 talk.pressure.ties=0.105360515658", runs: 6_000, want: map[int]float64{20: 3.026928593}, mutant: "talk.talk_for=1.2"},
		{classic: "sis-complete", runs: 1_000, want: map[int]float64{5: 6.354795681}, mutant: "talk.pressure.ties=2.2"},
		// Bass on small graphs, by dynamic programming.
		{classic: "bass-graph", runs: 6_000, want: map[int]float64{5: 1.4254208, 10: 3.0869524}, mutant: "talk.pressure.ties=0.456"},
		{classic: "bass-graph", set: sync, runs: 6_000, want: map[int]float64{5: 1.2839499, 10: 2.9182661}, mutant: "scheme=continuous step=0.25"},
		{classic: "bass-graph", set: diamond, runs: 6_000, want: map[int]float64{5: 0.98830298, 10: 2.1159684}, mutant: "scheme=synchronous step=1"},
		{classic: "bass-graph", set: diamond + sync, runs: 6_000, want: map[int]float64{5: 0.89011302, 10: 2.012988}, mutant: "scheme=continuous step=0.25"},
		{classic: "bass-graph", set: "talk.per=tie talk.pressure.ties=0.1", runs: 6_000, want: map[int]float64{5: 1.1596982, 10: 2.5311995}, mutant: "talk.per=receiver talk.pressure.ties=0.38"},
		{classic: "bass-graph", set: "talk.per=tie talk.pressure.ties=0.1" + sync, runs: 6_000, want: map[int]float64{5: 1.0803576, 10: 2.4130975}, mutant: "scheme=continuous step=0.25"},
		{classic: "bass-graph", set: "network.ties.kind=complete customers=20", runs: 5_000, want: map[int]float64{4: 4.441265309, 10: 14.84563475}, mutant: "talk.pressure.ties=0.399"},
		{classic: "bass-graph", set: "network.ties.kind=complete customers=20" + sync, runs: 5_000, want: map[int]float64{4: 3.609660203, 10: 13.48528508}, mutant: "talk.pressure.ties=0.399"},
		{classic: "adopt-churn-return", runs: 5_000, want: map[int]float64{5: 1.099546955, 10: 1.247176529}, mutant: "scheme=synchronous step=1"},
		{classic: "adopt-churn-return", set: sync, runs: 5_000, want: map[int]float64{5: 1.16541517, 10: 1.36803089}, mutant: "scheme=continuous step=0.25"},
		// Large networks, in the limit; what a finite one differs by is below the slack.
		{classic: "bass-network", runs: 5, share: true, want: map[int]float64{4: 0.2069971588, 10: 0.6922470285}, slack: 2e-4, mutant: "talk.pressure.ties=0.399"},
		{classic: "bass-network", set: "network.ties.kind=ring network.ties.neighbours=2", runs: 5, share: true, want: map[int]float64{10: 0.5582586704}, slack: 2e-4, mutant: "talk.pressure.ties=0.399"},
		{classic: "bass-network", set: "network.ties.kind=erdos-renyi network.ties.mean_degree=3 talk.per=mean", runs: 5, share: true, want: map[int]float64{10: 0.6765228642}, slack: 4e-4, mutant: "talk.pressure.ties=0.399"},
		{classic: "watts-cascades", runs: 4, share: true, want: map[int]float64{60: 0.9803877476}, slack: 2e-4, mutant: "network.ties.mean_degree=3.8"},
		{classic: "influentials-imitators", set: "customers=500", runs: 20, share: true, want: map[int]float64{6: 0.3350101471, 10: 0.4524911759, 16: 0.7114253705}, slack: 6e-3, mutant: "talk.pressure.everybody=1.2"},
	} {
		t.Run(c.classic+" "+c.set, func(t *testing.T) {
			t.Parallel()
			if testing.Short() {
				c.runs = min(c.runs, 300)
			}
			if z := c.off(t, c.set); z > 1 {
				t.Errorf("%.2f of the tolerance off", z)
			}
			if testing.Short() {
				return // so few runs see no mutants
			}
			if z := c.off(t, c.set+" "+c.mutant); z < 1 {
				t.Errorf("%s goes unseen: %.2f of the tolerance off", c.mutant, z)
			}
		})
	}
}

// off returns by how much of its tolerance the worst of the means is off.
func (c *reduction) off(t *testing.T, set string) float64 {
	t.Helper()
	runs, column := c.runs, c.column
	if column == "" {
		column = "n_customer"
	}
	sum, square := map[int]float64{}, map[int]float64{}
	each(t, c.classic, set, runs, func(p *sim.Plan, tr *sim.Trace) {
		for week := range c.want {
			x := float64(tr.Column(column)[week])
			if c.share {
				x /= float64(p.Customers)
			}
			sum[week] += x
			square[week] += x * x
		}
	})
	worst := 0.0
	for week, want := range c.want {
		n := float64(runs)
		mean := sum[week] / n
		se := math.Sqrt(max(0, square[week]/n-mean*mean) / (n - 1))
		t.Logf("%s week %d: %.5f ± %.5f, want %.5f", set, week, mean, se, want)
		worst = max(worst, math.Abs(mean-want)/(4.5*se+c.slack+1e-9))
	}
	return worst
}

// each runs a classic with settings many times.
func each(t *testing.T, name, set string, runs int, see func(*sim.Plan, *sim.Trace)) {
	t.Helper()
	s, err := scenarios.Load(name, strings.Fields(set))
	if err != nil {
		t.Fatal(err)
	}
	p := s.Strategies[0].Plan
	for r := range runs {
		luck := chance.Of(uint64(s.Seed), r)
		w, err := sim.NewWorld(p, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		trace, err := sim.Run(context.Background(), p, w, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		see(p, trace)
	}
}

// With fixed thresholds nothing is left to chance: who has the product, week by
// week, and that "at least" is not "more than".
func TestFixedThresholds(t *testing.T) {
	ring := "network.ties.kind=ring customers=100 network.ties.neighbours=4 talk.need=2 weeks=60"
	cycle := "network.ties.kind=ring customers=101 network.ties.neighbours=2 seeding.list=[0] weeks=60"
	for _, c := range []struct {
		set  string
		want map[int]int64
	}{
		{"", map[int]int64{0: 1, 1: 13, 2: 19, 3: 24, 4: 33, 5: 34}},
		{"talk.threshold=0.4 seeding.list=[0,33]", map[int]int64{34: 29}},
		{cycle + " talk.threshold=0.5", map[int]int64{1: 3, 49: 99, 50: 101, 60: 101}},
		{cycle + " talk.threshold=0.51", map[int]int64{60: 1}},
		{cycle + " talk.threshold=0.5 talk.strict=true", map[int]int64{60: 1}},
		{ring + " seeding.list=[0,1]", map[int]int64{1: 4, 48: 98, 49: 100}},
		{ring + " seeding.list=[0]", map[int]int64{60: 1}},
		{ring + " seeding.list=[0,1] talk.need=3", map[int]int64{60: 2}},
		{star6 + " seeding.list=[1] talk.threshold=0.2", map[int]int64{1: 2, 2: 6}},
		{star6 + " seeding.list=[1] talk.threshold=0.21", map[int]int64{34: 1}},
		{star6 + " seeding.list=[1] talk.threshold=0.2 talk.strict=true", map[int]int64{34: 1}},
	} {
		each(t, "fixed-threshold", c.set, 1, func(_ *sim.Plan, tr *sim.Trace) {
			for week, want := range c.want {
				if got := tr.Column("n_customer")[week]; got != want {
					t.Errorf("%s: %d have the product in week %d, want %d", c.set, got, week, want)
				}
			}
		})
	}
}
