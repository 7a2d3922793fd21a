package mechanism_test

import (
	"slices"
	"testing"

	"grapevine/sim"
)

// alike holds two markets to the same history, in every column and account but
// the one of a table.
func alike(t *testing.T, a, b *sim.Plan, but string) {
	t.Helper()
	x, y := run(t, a, 2), run(t, b, 2)
	for k, name := range x.Columns {
		if !slices.Equal(x.Counts[k], y.Column(name)) {
			t.Errorf("%s: %v, without it %v", name, x.Counts[k], y.Column(name))
		}
	}
	for k, name := range x.Accounts {
		if name != but && !slices.Equal(x.Ledger[k], y.Account(name)) {
			t.Errorf("account %s: %v, without it %v", name, x.Ledger[k], y.Account(name))
		}
	}
}

// moved holds the contrast between two plans to signs: greater, less, or the
// same to the last digit.
func moved(t *testing.T, a, b *sim.Plan, up, down, still map[string]response) {
	t.Helper()
	runs := pairs(t, a, b)
	for name, of := range up {
		if z, mean := runs.contrast(of); !(z > 4) {
			t.Errorf("%s: %.3g more, %.1f standard errors; want above 4", name, mean, z)
		}
	}
	for name, of := range down {
		if z, mean := runs.contrast(of); !(z < -4) {
			t.Errorf("%s: %.3g more, %.1f standard errors; want below -4", name, mean, z)
		}
	}
	for name, of := range still {
		if _, mean := runs.contrast(of); mean != 0 {
			t.Errorf("%s: %.3g more, want no difference at all", name, mean)
		}
	}
}
