package mechanism_test

import (
	"math"
	"testing"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// What the default reviews do to sales in the default market is of the order of
// size that You, Vadakkepatt & Joshi 2015 find over many studies: an elasticity
// of .42 for valence and .24 for volume. The elasticities are measured, as ratios
// of sales over a year in the same three markets under the same luck, not put in.
// A third (of volume a quarter, see docs/model.md) to three times as much is let
// pass, since products differ by as much.
func TestReviewElasticities(t *testing.T) {
	if testing.Short() {
		t.Skip("twelve markets of ten thousand customers")
	}
	p := market(10_000, 52)
	p.Step, p.Record.Customers = 1, false
	p.Rates, p.Attitudes = *knob.Defaults(&sim.Rates{}), *knob.Defaults(&sim.Attitudes{})
	p.Layers = []sim.Layer{
		{Name: "followers", Graph: &network.BarabasiAlbert{Attach: 3}, LayerTable: sim.LayerTable{Trust: 0.4, Share: 0.3}},
		{Name: "friends", Graph: &network.WattsStrogatz{MeanDegree: 8, Rewire: 0.1}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}},
	}
	p = with(p, named(t, "advertising", func(a *mechanism.Advertising) { a.Rate = 0.006 }),
		named(t, "talk", func(k *mechanism.Talk) {
			k.Persuasion = map[string]float64{"friends": 0.07, "followers": 0.015}
		}))
	rating := 0.0
	sales := func(set func(*mechanism.Reviews)) (sum float64) {
		for k := range 3 {
			tr := run(t, with(p, named(t, "reviews", set)), k)
			sum += over("sales")(tr)
			rating = last("rating")(tr) / 100
		}
		return sum
	}
	base := sales(nil)
	valence := math.Log(sales(func(v *mechanism.Reviews) { v.Neutral -= 0.1 })/base) / math.Log(1+0.1/rating)
	volume := math.Log(sales(func(v *mechanism.Reviews) { v.HalfVolume /= 1.5 })/base) / math.Log(1.5)
	t.Logf("valence %.2f, volume %.2f, mean rating %.2f", valence, volume, rating)
	if valence < 0.42/3 || valence > 0.42*3 {
		t.Errorf("elasticity of valence %.2f, want about .42", valence)
	}
	if volume < 0.24/4 || volume > 0.24*3 {
		t.Errorf("elasticity of volume %.2f, want about .24", volume)
	}
}
