package scenarios_test

import (
	"context"
	"math"
	"testing"

	"grapevine/chance"
	"grapevine/scenarios"
	"grapevine/sim"
)

// The classics come out as they must, run as the scenarios they are. Means are
// held to 4.5 standard errors (a false alarm in 150,000); each has a twin with
// a small defect that must fail, so that the test is known to see it.
func TestClassics(t *testing.T) {
	for _, c := range []struct {
		name   string
		runs   int
		column string
		want   map[int]float64 // by week
		mutant string
	}{
		{"cascade-path", 20_000, "n_customer", map[int]float64{5: 1.4251}, "talk.persuasion.ties=0.33"},
		{"cascade-star", 20_000, "n_customer", map[int]float64{6: 2.5}, "talk.persuasion.ties=0.33"},
		{"cascade-triangle", 20_000, "n_customer", map[int]float64{3: 1.726}, "talk.persuasion.ties=0.33"},
		{"cascade-karate", 40_000, "n_customer", map[int]float64{34: 3.5019920}, "talk.persuasion.ties=0.105"},
		{"cascade-karate", 40_000, "n_customer", map[int]float64{1: 2.7}, "talk.persuasion.ties=0.105"},
		{"bass-complete", 2_000, "n_customer", map[int]float64{4: 46.387234, 10: 161.239136}, "advertising.rate=0.0315"},
		{"constant-journey", 2, "n_loyal", map[int]float64{12: 2085.031952, 52: 17858.29018}, "rates.notice=0.0525"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if z := off(t, c.name, c.runs, c.column, c.want, nil); z > 4.5 {
				t.Errorf("%.1f standard errors off", z)
			}
			if z := off(t, c.name, c.runs, c.column, c.want, []string{c.mutant}); z < 4.5 {
				t.Errorf("with %s it is only %.1f standard errors off: the test would not see it", c.mutant, z)
			}
		})
	}
}

// off returns how many standard errors the mean of a column is from what it
// must be, in the worst of the weeks.
func off(t *testing.T, name string, runs int, column string, want map[int]float64, set []string) float64 {
	t.Helper()
	s, err := scenarios.Load(name, set)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Strategies[0].Plan
	sum, square := map[int]float64{}, map[int]float64{}
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
		for week := range want {
			x := float64(trace.Column(column)[week])
			sum[week] += x
			square[week] += x * x
		}
	}
	worst := 0.0
	for week, exact := range want {
		n := float64(runs)
		mean := sum[week] / n
		se := math.Sqrt((square[week]/n - mean*mean) / n)
		if runs < 30 { // counts of independent customers: the binomial error
			share := exact / float64(p.Customers)
			se = math.Sqrt(exact * (1 - share) / n)
		}
		t.Logf("%v week %d: %.4f ± %.4f, exact %.4f", set, week, mean, se, exact)
		worst = max(worst, math.Abs(mean-exact)/se)
	}
	return worst
}
