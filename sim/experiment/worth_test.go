package experiment

import (
	"testing"

	"grapevine/sim"
)

// What customers bring is the margin of those who are credited to them, it adds
// up to that of all who have a parent, and each buyer is in the class of the
// two medians.
func TestWorth(t *testing.T) {
	lives := []sim.Life{
		{Parent: -1, Purchases: 3, Value: 90}, // brings two
		{Parent: 0, Purchases: 1, Value: 20},  // brings one
		{Parent: 0, Purchases: 2, Value: 60},
		{Parent: 1, Purchases: 1, Value: 10},
		{Parent: -1, Purchases: 0},
	}
	want := []worth{{2, 80, "champion"}, {1, 10, "advocate"}, {0, 0, "affluent"}, {0, 0, "miser"}, {}}
	for i, got := range worthOf(lives) {
		if got != want[i] {
			t.Errorf("customer %d: %+v, want %+v", i, got, want[i])
		}
	}
}
