package sim_test

import (
	"math"
	"testing"

	"grapevine/sim"
)

// Clocks of a customer know nothing of one another: who buys often does not
// speak more often, who notices the brand late is no slower to consider it, and
// none of it goes with the customer's number.
func TestClocksAreIndependent(t *testing.T) {
	const n = 20_000
	p := still(n, 20, 1)
	p.Rates.Notice, p.Rates.Consider, p.Rates.Decide = 1, 1, 1
	p.Rates.Buy.Customer, p.Rates.Speak = 0.5, sim.SpeakRates{Base: 0.5}
	p.Record.Customers = true
	of := map[string][]float64{}
	for i, l := range run(t, p, 0).Lives {
		at := l.Reached
		if math.IsNaN(at[sim.Customer]) {
			continue
		}
		left := 20 - at[sim.Customer]
		of["number"] = append(of["number"], float64(i))
		of["notice"] = append(of["notice"], at[sim.Aware])
		of["consider"] = append(of["consider"], at[sim.Considering]-at[sim.Aware])
		of["decide"] = append(of["decide"], at[sim.Customer]-at[sim.Considering])
		of["purchases"] = append(of["purchases"], float64(l.Purchases-1)-0.5*left)
		of["conversations"] = append(of["conversations"], float64(l.Conversations)-0.5*left)
	}
	for a, xs := range of {
		for b, ys := range of {
			if a >= b {
				continue
			}
			if r := correlated(xs, ys); math.Abs(r) > 4.5/math.Sqrt(float64(len(xs))) {
				t.Errorf("%s and %s are correlated: %.3f", a, b, r)
			}
		}
	}
}

// correlated returns the coefficient of Pearson.
func correlated(xs, ys []float64) float64 {
	var x, y, xx, yy, xy float64
	n := float64(len(xs))
	for i := range xs {
		x, y = x+xs[i]/n, y+ys[i]/n
	}
	for i := range xs {
		xx, yy, xy = xx+(xs[i]-x)*(xs[i]-x), yy+(ys[i]-y)*(ys[i]-y), xy+(xs[i]-x)*(ys[i]-y)
	}
	return xy / math.Sqrt(xx*yy)
}
