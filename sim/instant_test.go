package sim_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// buying is a market of some who have the product from the start and buy again at
// a rate, and nothing else.
func buying(customers, weeks int, step, rate float64) *sim.Plan {
	p := still(customers, weeks, step)
	p.Stages = []string{"unaware", "customer"}
	p.Rates.Buy.Customer = rate
	first := knob.Defaults(&mechanism.Seeding{})
	first.Count = customers
	p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: first}}
	return p
}

// Instants have a whole step in a run of any length: in one of 141,120 steps,
// which leaves fewer ticks of each, purchases are as many as in one of 840.
func TestLongRuns(t *testing.T) {
	const customers, weeks, rate = 40, 840, 0.5
	for _, step := range []float64{1, 1.0 / 168} {
		got := float64(sum(run(t, buying(customers, weeks, step, rate), 0).Column("sales")) - customers)
		want := customers * weeks * rate
		if tolerance := 4.5 * math.Sqrt(want); math.Abs(got-want) > tolerance {
			t.Errorf("step %.3g: %.0f purchases, want %.0f ± %.0f", step, got, want, tolerance)
		}
	}
}

// A customer buys and speaks as often as can be counted, and a run in which it
// would be more ends with an error that says so.
func TestCountsHaveAnEnd(t *testing.T) {
	for what, set := range map[string]func(*sim.Plan, float64){
		"purchases":     func(p *sim.Plan, rate float64) { p.Rates.Buy.Customer = rate },
		"conversations": func(p *sim.Plan, rate float64) { p.Rates.Speak.Base = rate },
	} {
		for rate, ends := range map[float64]bool{60_000: false, 70_000: true} {
			p := buying(1, 1, 1.0/168, 0)
			set(p, rate)
			luck := chance.Of(1, 0)
			w, err := sim.NewWorld(p, luck, 1)
			if err != nil {
				t.Fatal(err)
			}
			_, err = sim.Run(context.Background(), p, w, luck, 1)
			if got := err != nil && strings.Contains(err.Error(), "more than 65535 "+what); got != ends {
				t.Errorf("%g %s a week: %v, want an end %t", rate, what, err, ends)
			}
		}
	}
}
