package experiment

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
	"grapevine/sim/metric"
)

// normals returns n draws of a standard normal.
func normals(luck chance.Luck, who uint32, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = luck.Normal(purposeTest, who, uint32(i))
	}
	return xs
}

// Of many intervals, nine in ten cover the truth: Student's of normal values
// exactly, Wilson's of shares and the bootstrap's of skewed values nearly (the
// allowance beside the 4.5 standard errors).
func TestIntervalsCover(t *testing.T) {
	const trials = 3000
	for name, c := range map[string]struct {
		kind      metric.Kind
		n, trials int
		truth     float64
		draw      func(luck chance.Luck, i uint32) float64
		allowance float64
	}{
		"t":         {metric.Mean, 5, trials, 3, func(l chance.Luck, i uint32) float64 { return 3 + l.Normal(purposeTest, i, 0) }, 0},
		"Wilson":    {metric.Share, 60, trials, 15, func(l chance.Luck, i uint32) float64 { return 100 * math.Floor(l.Uniform(purposeTest, i, 0)+0.15) }, 0.02},
		"bootstrap": {metric.Ratio, 40, 600, 1, func(l chance.Luck, i uint32) float64 { return l.Resistance(purposeTest, i, 0) }, 0.02},
	} {
		covered := 0
		for trial := range c.trials {
			luck := chance.Of(11, trial)
			xs := make([]float64, c.n)
			for i := range xs {
				xs[i] = c.draw(luck, uint32(i))
			}
			if e := estimate(xs, c.kind, luck); e.Low <= c.truth && c.truth <= e.High {
				covered++
			}
		}
		got := float64(covered) / float64(c.trials)
		if tolerance := 4.5*math.Sqrt(0.09/float64(c.trials)) + c.allowance; math.Abs(got-Confidence) > tolerance {
			t.Errorf("%s: %.3f of the intervals cover, want %.2f ± %.3f", name, got, Confidence, tolerance)
		}
	}
}

// Known values: t(0.95; 1, 9) from tables; 3 of 10 with z = 1.6449 in Wilson's
// formula; quantiles as R's default.
func TestKnownStatistics(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 5e-6*math.Max(1, math.Abs(want)) {
			t.Errorf("%s = %v, want %v", what, got, want)
		}
	}
	near("t(1)", student(1), 6.313752)
	near("t(9)", student(9), 1.833113)
	z := 1.6448536269514722
	low, high := wilson(0.3, 10)
	near("low", low, (0.3+z*z/20-z*math.Sqrt(0.021+z*z/400))/(1+z*z/10))
	near("high", high, (0.3+z*z/20+z*math.Sqrt(0.021+z*z/400))/(1+z*z/10))
	e := estimate([]float64{4, math.NaN(), 1, 2, 10}, metric.Mean, chance.Luck{})
	near("n", float64(e.N), 4)
	near("mean", e.Mean, 4.25)
	near("sd", e.SD, math.Sqrt(48.75/3))
	near("p10", e.P10, 1.3)
	near("median", e.Median, 3)
	near("p90", e.P90, 8.2)
	if e := estimate([]float64{7}, metric.Mean, chance.Luck{}); e.Mean != 7 || !math.IsNaN(e.SD) || !math.IsNaN(e.Low) {
		t.Errorf("one run: %+v", e)
	}
	if e := estimate([]float64{0.1, 0.1, 0.1}, metric.Ratio, chance.Luck{}); e.Mean != 0.1 || e.SD != 0 || e.Low != 0.1 || e.High != 0.1 {
		t.Errorf("the same three times: %+v", e)
	}
	if e := estimate(nil, metric.Share, chance.Luck{}); e.N != 0 || !math.IsNaN(e.Mean) || !math.IsNaN(e.Low) {
		t.Errorf("no run: %+v", e)
	}
}

// Two strategies are one paired difference, and the probability that its mean
// is above 0 is that of Student's t.
func TestBetsOnTwo(t *testing.T) {
	for n := 2; n < 40; n += 7 {
		luck := chance.Of(5, n)
		a, b := normals(luck, 0, n), normals(luck, 1, n)
		for i := range a {
			a[i] = 50 + 20*b[i] + 3*a[i]
			b[i] = 50 + 20*b[i]
		}
		d := compare(a, b, &metric.Profit, 1, luck)
		want := distuv.StudentsT{Sigma: 1, Nu: float64(n - 1)}.CDF(d.Mean / (d.SD / math.Sqrt(float64(n))))
		pBest, loss := newBets(luck).place([][]float64{a, b}, 1)
		if se := math.Sqrt(want * (1 - want) / draws); math.Abs(pBest[0]-want) > 4.5*se+1e-4 || math.Abs(pBest[0]+pBest[1]-1) > 1e-9 {
			t.Errorf("n = %d: P(best) = %v, want %.4f ± %.4f", n, pBest, want, 4.5*se)
		}
		// E max(0,-d) - E max(0,d) = -mean.
		if n > 3 && math.Abs(loss[1]-loss[0]-d.Mean) > 4.5*d.SD/math.Sqrt(float64(n))*2/math.Sqrt(draws) {
			t.Errorf("n = %d: losses %v, mean difference %v", n, loss, d.Mean)
		}
	}
}

// Where the truth is spread evenly, a strategy said to be best with some
// probability is the best as often.
func TestBetsAreCalibrated(t *testing.T) {
	const trials, n = 500, 8
	b := newBets(chance.Of(1, 0))
	var said, was, variance float64
	var loss, lost float64
	for trial := range trials {
		luck := chance.Of(3, trial)
		truth := []float64{luck.Uniform(purposeTest, 9, 0) * 8, luck.Uniform(purposeTest, 9, 1) * 8, luck.Uniform(purposeTest, 9, 2) * 8}
		common := normals(luck, 4, n)
		values := make([][]float64, 3)
		for i := range values {
			values[i] = normals(luck, uint32(i), n)
			for r := range values[i] {
				values[i][r] = truth[i] + 3*values[i][r] + 10*common[r]
			}
		}
		pBest, losses := b.place(values, 1)
		order := ranking(values, false)
		p := pBest[order[0]]
		said += p
		variance += p * (1 - p)
		best := max(truth[0], truth[1], truth[2])
		if truth[order[0]] == best {
			was++
		}
		loss += losses[order[0]]
		lost += best - truth[order[0]]
	}
	// The prior ends at 0 and 8 where the posterior does not know: allow 3 % of trials beside chance.
	if tolerance := 4.5*math.Sqrt(variance) + 0.03*trials; math.Abs(said-was) > tolerance {
		t.Errorf("said to be best %.0f times of %d, was %.0f times, tolerance %.0f", said, trials, was, tolerance)
	}
	if math.Abs(loss-lost) > 0.25*math.Max(loss, lost) {
		t.Errorf("expected loss %.1f, lost %.1f", loss, lost)
	}
}

// Strategies that agree in every replicate share their luck and their bet.
func TestBetsOnEqual(t *testing.T) {
	luck := chance.Of(2, 1)
	a := normals(luck, 0, 10)
	far := make([]float64, 10)
	for i := range far {
		far[i] = a[i] - 50 // always below: follows from a, adds no luck of its own
	}
	none := []float64{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	pBest, loss := newBets(luck).place([][]float64{a, far, a, none}, 1)
	if pBest[0] != 0.5 || pBest[2] != 0.5 || pBest[1] != 0 || !math.IsNaN(pBest[3]) {
		t.Errorf("P(best) = %v", pBest)
	}
	if loss[0] != 0 || loss[2] != 0 || math.Abs(loss[1]-50) > 1e-6 {
		t.Errorf("loss = %v", loss)
	}
	pBest, _ = newBets(luck).place([][]float64{a, far}, -1)
	if pBest[1] != 1 {
		t.Errorf("where less is better: P(best) = %v", pBest)
	}
	if pBest, _ = newBets(luck).place([][]float64{{1}, {2}}, 1); !math.IsNaN(pBest[0]) {
		t.Errorf("one replicate tells nothing: P(best) = %v", pBest)
	}
}
