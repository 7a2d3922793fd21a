package sim_test

import (
	"math"
	"testing"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// Where own need runs a clock down at .1 a week and two friends who press
// steadily at .2 and .4, a seventh of purchases is due to own need, two to the
// one and four to the other, whoever pressed last: whatever strikes, each has
// taken that share off the clock.
func TestCreditIsInProportion(t *testing.T) {
	const n = 4_000
	p := still(n, 60, 1)
	p.Stages = []string{"unaware", "customer"}
	p.Rates.Notice = 0.1
	for friend, name := range []string{"weak", "strong"} {
		var ties [][]float64
		for i := 2; i < n; i++ {
			ties = append(ties, []float64{float64(friend), float64(i)})
		}
		p.Layers = append(p.Layers, sim.Layer{Name: name, Graph: &network.Inline{Edges: ties, Directed: true}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}})
	}
	talk := knob.Defaults(&mechanism.Talk{})
	talk.Kernel, talk.Pressure = "steady", map[string]float64{"weak": 0.2, "strong": 0.4}
	first := knob.Defaults(&mechanism.Seeding{})
	first.Rule, first.List = "list", []int{0, 1}
	p.Mechanisms = []sim.Named{{Name: "talk", Mechanism: talk}, {Name: "seeding", Mechanism: first}}
	p.Record.Customers = true
	due := map[int32]float64{}
	for _, l := range run(t, p, 0).Lives[2:] {
		due[l.Parent]++
	}
	for parent, want := range map[int32]float64{-1: 1.0 / 7, 0: 2.0 / 7, 1: 4.0 / 7} {
		share, se := due[parent]/(n-2), math.Sqrt(want*(1-want)/(n-2))
		if math.Abs(share-want) > 4.5*se {
			t.Errorf("%.4f of purchases are credited to %d, want %.4f ± %.4f", share, parent, want, se)
		}
	}
}
