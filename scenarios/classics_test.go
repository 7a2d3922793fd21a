package scenarios

import (
	"context"
	"math"
	"testing"

	"grapevine/chance"
	"grapevine/sim"
)

// run takes the only strategy of a scenario through one replicate.
func run(t *testing.T, s *Scenario, replicate int) *sim.Trace {
	t.Helper()
	p, luck := s.Strategies[0].Plan, chance.Of(uint64(s.Seed), replicate)
	w, err := sim.NewWorld(p, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := sim.Run(context.Background(), p, w, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// The shipped journey at constant rates is the chain whose matrix exponential
// is known: shares of customers after 52 weeks.
func TestConstantJourney(t *testing.T) {
	s := load1(t, "constant-journey", "customers=50000")
	trace := run(t, s, 0)
	for stage, want := range map[string]float64{
		"unaware": 0.1686084584, "aware": 0.06519786099, "considering": 0.05915060879, "customer": 0.09839926831,
		"loyal": 0.1785829018, "advocate": 0.1530628218, "dissatisfied": 0.03340917467, "lapsed": 0.2435889053,
	} {
		got := float64(trace.Column("n_" + stage)[52]) / float64(s.Customers)
		if se := math.Sqrt(want * (1 - want) / float64(s.Customers)); math.Abs(got-want) > 4.5*se {
			t.Errorf("%s: %.4f, want %.4f ± %.4f", stage, got, want, se)
		}
	}
}

// The shipped cascade on a path reaches the sum of powers of p.
func TestCascadePath(t *testing.T) {
	s := load1(t, "cascade-path")
	const runs = 4000
	sum, squares := 0.0, 0.0
	for k := range runs {
		n := run(t, s, k).Column("n_customer")
		x := float64(n[len(n)-1])
		sum, squares = sum+x, squares+x*x
	}
	mean := sum / runs
	se := math.Sqrt((squares/runs - mean*mean) / runs)
	if want := 1 + .3 + .09 + .027 + .0081; math.Abs(mean-want) > 4.5*se {
		t.Errorf("reached %.4f ± %.4f, want %.4f", mean, se, want)
	}
}
