package sim_test

import (
	"testing"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// Where everybody knows one other, word of one customer gets to that one and no
// further, unless acquaintances change: who is met anew every step takes it to
// nearly everybody.
func TestRedrawnTiesAreOthers(t *testing.T) {
	with := func(redraw bool) int64 {
		p := still(200, 40, 1)
		p.Stages = []string{"unaware", "customer"}
		p.Layers = []sim.Layer{{Name: "met", Graph: &network.RandomRegular{Degree: 1}, LayerTable: sim.LayerTable{Trust: 1, Share: 1, Redraw: redraw}}}
		talk := knob.Defaults(&mechanism.Talk{})
		talk.Kernel, talk.Persuasion = "steady", map[string]float64{"met": 0.5}
		first := knob.Defaults(&mechanism.Seeding{})
		first.Rule, first.List = "list", []int{0}
		p.Mechanisms = []sim.Named{{Name: "talk", Mechanism: talk}, {Name: "seeding", Mechanism: first}}
		return run(t, p, 0).Column("n_customer")[40]
	}
	if n := with(false); n != 2 {
		t.Errorf("%d have it where friends stay, want 2", n)
	}
	if n := with(true); n < 190 {
		t.Errorf("%d have it where friends change, want nearly all 200", n)
	}
}
