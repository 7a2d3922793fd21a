package main

import (
	"math"
	"testing"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

// Strategies meet the same luck, so it cancels when they are compared: of two
// that are alike the difference is exactly 0, of two that are close it varies
// at least five times less than if each had luck of its own.
func TestPairing(t *testing.T) {
	for _, strategy := range []int{0, 3} { // neither programme, both
		plan := func(set ...string) experiment.Arm {
			s, err := scenarios.Load("cc-vs-ba", append(set, "customers=2000"))
			if err != nil {
				t.Fatal(err)
			}
			name := s.Strategies[strategy].Name
			for _, change := range set {
				name += ", " + change
			}
			return experiment.Arm{Name: name, Plan: s.Strategies[strategy].Plan}
		}
		same := plan()
		same.Name += " again"
		d := experiment.Design{Seed: 1, Replicates: 16, Strategies: []experiment.Arm{
			plan(), same,
			plan("talk.persuasion.friends=0.061"), plan("advertising.rate=0.0061"), plan("product.price=40.5"), plan("product.quality=0.705"),
		}}
		sample := experiment.NewSample(d)
		for r, err := range experiment.Run(t.Context(), d, nil) {
			if err != nil {
				t.Fatal(err)
			}
			sample.Add(r)
		}
		for k, m := range metric.Kinds {
			if c := sample.Compare(1, 0, k); c.N > 0 && (c.Mean != 0 || c.SD != 0) {
				t.Errorf("%s: identical strategies differ by %g ± %g", m.Name, c.Mean, c.SD)
			}
		}
		sales := metric.Named(metric.Sales.Name)
		base := sample.Estimate(0, sales)
		for k := 2; k < len(d.Strategies); k++ {
			c, other := sample.Compare(k, 0, sales), sample.Estimate(k, sales)
			ratio := math.Hypot(base.SD, other.SD) / c.SD
			t.Logf("%s: sales %+.1f, sd %.1f paired, %.1f times that unpaired", d.Strategies[k].Name, c.Mean, c.SD, ratio)
			if ratio < 5 {
				t.Errorf("%s: pairing makes the difference only %.1f times less variable, want 5", d.Strategies[k].Name, ratio)
			}
		}
	}
}
