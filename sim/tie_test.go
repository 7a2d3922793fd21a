package sim

import (
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
	"grapevine/network"
)

var purposeTie = chance.NewPurpose("test: tie")

// A customer's ties are drawn in proportion to share of the layer times strength
// of the tie, by chi-squared; a share or a strength that is 5 % off is noticed.
func TestTiesAreDrawnByShareAndStrength(t *testing.T) {
	strong, _ := network.FromWeightedTies(7, []network.Tie{{0, 1}, {0, 2}, {0, 3}, {0, 4}}, []float32{5, 1, 0.25, 2}, false)
	loose, _ := network.FromTies(7, []network.Tie{{0, 5}, {0, 6}, {0, 1}}, false)
	m := &Market{
		Luck:   chance.Of(5, 2),
		Plan:   &Plan{Layers: []Layer{{LayerTable: LayerTable{Share: 3}}, {LayerTable: LayerTable{Share: 1}}}},
		layers: []*network.Graph{strong, loose},
	}
	law := func(strength, share float64) map[[2]int]float64 {
		all, part := strength+1+0.25+2, share/(share+1)
		return map[[2]int]float64{
			{0, 1}: part * strength / all, {0, 2}: part * 1 / all, {0, 3}: part * 0.25 / all, {0, 4}: part * 2 / all,
			{1, 5}: (1 - part) / 3, {1, 6}: (1 - part) / 3, {1, 1}: (1 - part) / 3,
		}
	}
	const n = 300_000
	got := map[[2]int]float64{}
	for k := range uint32(n) {
		to, layer, ok := m.Tie(purposeTie, 0, k)
		if !ok {
			t.Fatal("no tie is drawn")
		}
		got[[2]int{layer, int(to)}]++
	}
	tail := func(law map[[2]int]float64) float64 {
		chi2 := 0.0
		for at, p := range law {
			chi2 += (got[at] - n*p) * (got[at] - n*p) / (n * p)
		}
		return distuv.ChiSquared{K: float64(len(law) - 1)}.Survival(chi2)
	}
	if p := tail(law(5, 3)); p < 1e-4 {
		t.Errorf("ties are drawn %v times, p = %.1e", got, p)
	}
	for name, other := range map[string]map[[2]int]float64{"strength": law(5.25, 3), "share": law(5, 3.15)} {
		if p := tail(other); p > 1e-4 {
			t.Errorf("a %s that is 5 %% off goes unseen: p = %.1e", name, p)
		}
	}
}
