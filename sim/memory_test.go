package sim_test

import (
	"context"
	"reflect"
	"testing"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// What a run worked in is taken over by the next, and must not show: a market has
// the same trace in new memory, after a larger market with other clocks, and
// after a smaller one.
func TestMemoryLeavesNoTrace(t *testing.T) {
	trace := func(p *sim.Plan) *sim.Trace {
		luck := chance.Of(7, 1)
		w, err := sim.NewWorld(p, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sim.Run(context.Background(), p, w, luck, 1)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	p := talking(500, 1)
	p.Weeks = 30
	want := trace(p)
	for what, other := range map[string]*sim.Plan{"larger": everything(5000), "smaller": talking(20, 1)} {
		other.Weeks = 10
		trace(other)
		if got := trace(p); !reflect.DeepEqual(got, want) {
			t.Errorf("after a %s market the same market has another trace", what)
		}
	}
}

// Whoever has the product and cannot lose it need not hear of others: a market
// in which they are not told, since its journey has no way out, is the same as one
// with a way out that nobody takes.
func TestSteadyTalkNeedsNoDeafEars(t *testing.T) {
	for _, synchronous := range []bool{false, true} {
		var want [][]int64
		for _, stages := range [][]string{{"unaware", "customer"}, {"unaware", "customer", "lapsed"}} {
			p := steadyMarket(stages, synchronous)
			luck := chance.Of(3, 1)
			w, err := sim.NewWorld(p, luck, 1)
			if err != nil {
				t.Fatal(err)
			}
			got, err := sim.Run(context.Background(), p, w, luck, 2)
			if err != nil {
				t.Fatal(err)
			}
			counts := [][]int64{got.Column("n_customer"), got.Column("new_customer"), got.Column("talkers"), got.Credits}
			if end := counts[0][p.Weeks]; end < 200 || end == int64(p.Customers) {
				t.Fatalf("%d of %d customers at the end: the market tells nothing", end, p.Customers)
			}
			if want == nil {
				want = counts
			} else if !reflect.DeepEqual(counts, want) {
				t.Errorf("synchronous %v: with a way out that nobody takes the counts differ", synchronous)
			}
		}
	}
}

// steadyMarket is SIR on a network in which some come by themselves.
func steadyMarket(stages []string, synchronous bool) *sim.Plan {
	p := talking(1000, 0)
	p.Weeks, p.Step, p.Synchronous, p.Stages = 30, 0.5, synchronous, stages
	p.Layers[0].Graph = &network.WattsStrogatz{MeanDegree: 6, Rewire: 0.1}
	p.Rates = sim.Rates{Notice: 0.005}
	p.Mechanisms = p.Mechanisms[1:]
	talk := *p.Mechanisms[0].Mechanism.(*mechanism.Talk)
	talk.Kernel, talk.Persuasion, talk.Stop = "steady", map[string]float64{"friends": 0.05}, 0.2
	p.Mechanisms[0].Mechanism = &talk
	return p
}
