package sim_test

import (
	"testing"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// from0 is a layer in which the first customer speaks to some others.
func from0(name string, to ...int) sim.Layer {
	var ties [][]float64
	for _, j := range to {
		ties = append(ties, []float64{0, float64(j)})
	}
	return sim.Layer{Name: name, Graph: &network.Inline{Edges: ties, Directed: true}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}
}

// seeded gives the first customer the product.
func seeded() sim.Named {
	first := knob.Defaults(&mechanism.Seeding{})
	first.Rule, first.List = "list", []int{0}
	return sim.Named{Name: "seeding", Mechanism: first}
}

// A word counts as one of the layer by which it goes: who is tied by one whose
// words are certain is won, who is tied by one whose words are idle is not.
func TestWordsAreOfTheirLayer(t *testing.T) {
	for _, kernel := range []string{"once", "conversation"} {
		p := still(5, 20, 1)
		p.Stages = []string{"unaware", "customer"}
		p.Rates.Speak = sim.SpeakRates{Base: 2}
		p.Layers = []sim.Layer{from0("sure", 1, 2), from0("idle", 3, 4)}
		talk := knob.Defaults(&mechanism.Talk{})
		talk.Kernel, talk.Mode, talk.Persuasion = kernel, "broadcast", map[string]float64{"sure": 1, "idle": 1e-9}
		p.Mechanisms = []sim.Named{{Name: "talk", Mechanism: talk}, seeded()}
		p.Record.Customers = true
		for i, l := range run(t, p, 0).Lives {
			if won := l.Stage == sim.Customer; won != (i < 3) {
				t.Errorf("%s: customer %d was won: %t", kernel, i, won)
			}
		}
	}
}

// Of those who consider the brand fewer buy where a disappointed customer
// speaks than where nobody does, and more where a delighted one does.
func TestBadWordsKeepFromBuying(t *testing.T) {
	const n = 2_000
	bought := func(speak, quality float64) int64 {
		p := still(n, 10, 1)
		p.Stages = []string{"considering", "customer"}
		p.Rates.Decide, p.Rates.Speak = 0.1, sim.SpeakRates{Base: speak}
		p.Attitudes = sim.Attitudes{Learning: 0.5}
		p.Product = sim.Product{Price: 1, Quality: quality, Expectation: 0.5}
		p.Hearing.Negative = 1
		var all []int
		for i := 1; i < n; i++ {
			all = append(all, i)
		}
		p.Layers = []sim.Layer{from0("all", all...)}
		talk := knob.Defaults(&mechanism.Talk{})
		talk.Mode, talk.Persuasion = "broadcast", map[string]float64{"all": 0.1}
		p.Mechanisms = []sim.Named{{Name: "talk", Mechanism: talk}, seeded()}
		return run(t, p, 0).Column("n_customer")[10]
	}
	silent := bought(0, 0.5)
	if bad, good := bought(3, 0), bought(3, 1); bad >= silent || good <= silent {
		t.Errorf("%d buy where a disappointed customer speaks, %d where nobody does, %d where a delighted one does", bad, silent, good)
	}
}
