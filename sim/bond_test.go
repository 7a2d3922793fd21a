package sim_test

import (
	"math"
	"testing"

	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// A bond fades as e^(-decay·t) in customers to whom nothing happens, too, though
// they are hardly looked at: in either scheme, and whatever the step.
func TestBondFadesInSleep(t *testing.T) {
	const decay, weeks = 0.05, 26
	for _, step := range []float64{1, 1.0 / 7, 1.0 / 168} {
		for _, synchronous := range []bool{false, true} {
			p := still(20, weeks, step)
			p.Stages, p.Synchronous, p.Record.Customers = []string{"unaware", "customer"}, synchronous, true
			p.Product.Quality, p.Product.Expectation = 1, 0.5
			p.Attitudes.Learning, p.Attitudes.BondGain, p.Attitudes.BondDecay = 0.1, 0.5, decay
			first := knob.Defaults(&mechanism.Seeding{})
			first.Count = 20
			p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: first}}
			left := 0.5 * math.Exp(-decay*weeks) // told to three digits
			for i, l := range run(t, p, 0).Lives {
				if math.Abs(l.Bond-left) > 0.00051 {
					t.Fatalf("step %.3g, synchronous %t: customer %d keeps a bond of %g, want %.4f", step, synchronous, i, l.Bond, left)
				}
			}
		}
	}
}

// Looking at a customer, as each conversation does, takes nothing from how the
// bond fades.
func TestBondFadesWhileTalking(t *testing.T) {
	const decay, weeks = 0.05, 26
	for k, step := range []float64{1, 1.0 / 7, 1, 1.0 / 7} {
		p := still(20, weeks, step)
		p.Stages, p.Synchronous, p.Record.Customers = []string{"unaware", "customer"}, k > 1, true
		p.Product.Quality, p.Product.Expectation = 1, 0.5
		p.Attitudes.Learning, p.Attitudes.BondGain, p.Attitudes.BondDecay = 0.1, 0.5, decay
		p.Rates.Speak.Base = 2
		first := knob.Defaults(&mechanism.Seeding{})
		first.Count = 20
		p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: first}}
		left := 0.5 * math.Exp(-decay*weeks)
		for i, l := range run(t, p, 0).Lives {
			if math.Abs(l.Bond-left) > 0.00051 {
				t.Fatalf("step %.3g, synchronous %t: customer %d, who has had %d conversations, keeps a bond of %g, want %.4f", step, k > 1, i, l.Conversations, l.Bond, left)
			}
		}
	}
}
