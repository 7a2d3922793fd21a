package experiment

import (
	"math"

	"grapevine/chance"
	"grapevine/sim/metric"
)

// Difference compares two strategies replicate by replicate. Both met the same
// luck, which therefore cancels.
type Difference struct {
	Estimate            // of one less the other
	Correlation float64 // of the two over replicates; not-a-number if one does not vary
	PBetter     float64 // share of replicates in which the one does better, ties counted half
}

// compare returns a less b over the replicates in which both exist.
func compare(a, b []float64, m *metric.Metric, better int, luck chance.Luck) Difference {
	var xs, ys, ds []float64
	var wins float64
	for i := range a {
		if math.IsNaN(a[i]) || math.IsNaN(b[i]) {
			continue
		}
		d := a[i] - b[i]
		xs, ys, ds = append(xs, a[i]), append(ys, b[i]), append(ds, d)
		switch sign := d * float64(better); {
		case sign > 0:
			wins++
		case sign == 0:
			wins += 0.5
		}
	}
	kind := m.Kind
	if kind == metric.Share {
		kind = metric.Mean // a difference of shares is no share
	}
	c := Difference{Estimate: estimate(ds, kind, luck), Correlation: correlation(xs, ys), PBetter: math.NaN()}
	if better != 0 && len(ds) > 0 {
		c.PBetter = wins / float64(len(ds))
	}
	return c
}

// correlation returns Pearson's coefficient.
func correlation(xs, ys []float64) float64 {
	mx, _ := moments(xs)
	my, _ := moments(ys)
	var xx, yy, xy float64
	for i := range xs {
		dx, dy := xs[i]-mx, ys[i]-my
		xx += float64(dx * dx)
		yy += float64(dy * dy)
		xy += float64(dx * dy)
	}
	if xx == 0 || yy == 0 {
		return math.NaN()
	}
	return max(-1, min(1, xy/math.Sqrt(xx*yy)))
}
