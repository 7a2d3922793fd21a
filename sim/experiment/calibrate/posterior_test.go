package calibrate

import (
	"context"
	"math"
	"testing"

	"grapevine/chance"
)

// lines shows rows a·i + b with luck of spread 1 in every row, so that all that
// can be known of a and b is exact.
func lines(seed uint64) func(context.Context, []float64, int, int) ([][][]float64, error) {
	return func(_ context.Context, values []float64, from, to int) ([][][]float64, error) {
		var all [][][]float64
		for r := from; r <= to; r++ {
			rows := make([]float64, 12)
			for i := range rows {
				rows[i] = float64(values[0]*float64(i)) + values[1] + chance.Of(seed, r).Normal(purpose, uint32(i), 2)
			}
			all = append(all, [][]float64{rows})
		}
		return all, nil
	}
}

var slopeAndLevel = []Parameter{{Key: "a", Min: -2, Max: 4}, {Key: "b", Min: -10, Max: 14}}

// The posterior of a straight line under normal luck is normal, around least
// squares with their variances: 1/Σ(i-5.5)² = 1/143 of the slope, 1/12 + 5.5²/143 of
// the level. Means over 20 sets of data differ from least squares by the luck of the
// draws and of the runs, which all draws share, and widths are those, within 15 %;
// those of half the likelihood, the mutant, would be √2 as wide.
func TestPosteriorOfALine(t *testing.T) {
	const trials = 20
	want := [2]float64{math.Sqrt(1. / 143), math.Sqrt(1./12 + 5.5*5.5/143)}
	var width, off [2]float64
	for trial := range trials {
		data, _ := lines(uint64(500+trial))(t.Context(), []float64{1, 2}, 1, 1)
		fit, err := Run(t.Context(), Problem{Parameters: slopeAndLevel, Data: data[0], Simulate: lines(uint64(trial)), Replicates: 60, Trials: 60, Draws: 200}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var slope, mean float64
		for i, y := range data[0][0] {
			slope += (float64(i) - 5.5) * y / 143
			mean += y / 12
		}
		p := fit.Posterior
		if p.Effective < 40 {
			t.Errorf("%.0f of 200 draws tell", p.Effective)
		}
		for k, exact := range []float64{slope, mean - 5.5*slope} {
			// Half a 90 % interval is 1.645 standard deviations, and the fitted runs' own
			// luck is counted: 61/60.
			width[k] += (p.High[k] - p.Low[k]) / 2 / 1.645 / trials / max(1, fit.Misfit)
			off[k] += (p.Mean[k] - exact) / trials
		}
	}
	for k := range want {
		if math.Abs(width[k]/want[k]-1) > 0.15 {
			t.Errorf("value %d has a spread of %.4f, want %.4f", k, width[k], want[k])
		}
		if math.Abs(off[k]) > 4.5*want[k]*math.Sqrt((1./60+1./60)/trials) {
			t.Errorf("value %d is off by %.4f on average", k, off[k])
		}
	}
}

// Where the data tell a sum alone, the posterior holds the ridge: each value goes
// over its range, and their sum stays. The profile of either is a plain; where both
// are told, it is a valley whose bottom is the estimate, and what lies below its cut
// is as wide as the interval.
func TestProfiles(t *testing.T) {
	sum := func(ctx context.Context, values []float64, from, to int) ([][][]float64, error) {
		return lines(3)(ctx, []float64{values[0] + values[1], 0}, from, to)
	}
	data, _ := sum(t.Context(), []float64{1, 2}, 99, 99)
	fit, err := Run(t.Context(), Problem{Parameters: []Parameter{{Key: "a", Max: 4}, {Key: "b", Max: 4}}, Data: data[0], Simulate: sum, Trials: 100, Draws: 300, Steps: 7}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for k := range 2 {
		if p := fit.Posterior; p.High[k]-p.Low[k] < 1.5 {
			t.Errorf("value %d is within [%.2f, %.2f], and the data do not tell it", k, p.Low[k], p.High[k])
		}
	}
	for i, v := range fit.Posterior.Draws {
		if w := fit.Posterior.Weights[i]; w > 0.02 && math.Abs(v[0]+v[1]-3) > 0.5 {
			t.Errorf("%v has a weight of %.3f, and the sum is 3", v, w)
		}
	}
	plain := fit.Profiles[0]
	// From 0 to 3 the other makes good for it; the 10 trials a point leave a rest.
	if d := plain.Distances; d[1] > 1.5*d[3]+0.01 {
		t.Errorf("the profile of a ridge is %v over %v, want a plain up to 3", d, plain.Values)
	}

	data, _ = lines(500)(t.Context(), []float64{1, 2}, 1, 1)
	if fit, err = Run(t.Context(), Problem{Parameters: slopeAndLevel, Data: data[0], Simulate: lines(4), Replicates: 60, Trials: 200, Steps: 25}, nil); err != nil {
		t.Fatal(err)
	}
	for k, e := range fit.Estimates {
		p := fit.Profiles[k]
		least, from, to := 0, math.Inf(1), math.Inf(-1)
		for i, d := range p.Distances {
			if d < p.Distances[least] {
				least = i
			}
			if d <= p.Cut {
				from, to = math.Min(from, p.Values[i]), math.Max(to, p.Values[i])
			}
		}
		step := p.Values[2] - p.Values[1]
		if math.Abs(p.Values[least]-e.Value) > step {
			t.Errorf("%s: the valley's bottom is at %g, the estimate %g", e.Key, p.Values[least], e.Value)
		}
		if math.Abs((to-from)-(e.High-e.Low)) > 2*step+0.25*(e.High-e.Low) {
			t.Errorf("%s: the data allow %g to %g by the profile, %g to %g by the interval", e.Key, from, to, e.Low, e.High)
		}
	}
}

// Data made with known values are fitted again, and the intervals cover those: in
// nine of ten, within 4.5 standard errors of 60 tries.
func TestCover(t *testing.T) {
	data, _ := lines(500)(t.Context(), []float64{1, 2}, 1, 1)
	p := Problem{Parameters: slopeAndLevel, Data: data[0], Simulate: lines(4), Replicates: 20, Trials: 80}
	fit, err := Run(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Cover(t.Context(), p, fit, 60, nil)
	if err != nil {
		t.Fatal(err)
	}
	for k := range slopeAndLevel {
		n := 0
		for _, r := range all {
			if r.Covers(k) {
				n++
			}
		}
		if share := float64(n) / 60; share < 0.9-4.5*math.Sqrt(0.9*0.1/60) {
			t.Errorf("%s is covered in %.2f, want 0.9", slopeAndLevel[k].Key, share)
		}
	}
}
