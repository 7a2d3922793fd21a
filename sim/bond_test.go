package sim_test

import (
	"math"
	"testing"

	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// A bond fades as e^(-decay·t) in customers to whom nothing happens, too, though
// they are hardly looked at: in either scheme, and be what is left of it up to
// a tenth behind, for so much may fade unseen. Steps are hours, for it fades in
// whole ones.
func TestBondFadesInSleep(t *testing.T) {
	const decay, weeks = 0.05, 26
	for _, synchronous := range []bool{false, true} {
		p := still(20, weeks, 1.0/168)
		p.Stages, p.Synchronous, p.Record.Customers = []string{"unaware", "customer"}, synchronous, true
		p.Product.Quality, p.Product.Expectation = 1, 0.5
		p.Attitudes.Learning, p.Attitudes.BondGain, p.Attitudes.BondDecay = 0.1, 0.5, decay
		first := knob.Defaults(&mechanism.Seeding{})
		first.Count = 20
		p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: first}}
		left := 0.5 * math.Exp(-decay*weeks)
		for i, l := range run(t, p, 0).Lives {
			if l.Bond < 0.99*left || l.Bond > 1.12*left {
				t.Fatalf("synchronous %t: customer %d keeps a bond of %g, want %.4f, at most a tenth more", synchronous, i, l.Bond, left)
			}
		}
	}
}
