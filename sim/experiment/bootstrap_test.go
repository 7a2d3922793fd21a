package experiment

import (
	"math"
	"math/rand/v2"
	"testing"

	"grapevine/chance"
)

// Where runs are many, the expansion stands in for resampling: of a skewed
// sample both give the same interval, up to the luck of resampling (999
// quantiles have a standard error of .07 se each; 20 times are averaged) and the
// next term, skewness²/runs. Student's interval, without the skewness, is not
// within that.
func TestExpansionIsWhatResamplingTendsTo(t *testing.T) {
	const n, times = 200, 20
	dice := rand.New(rand.NewPCG(1, 2))
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = dice.ExpFloat64()
	}
	mean, sd := moments(xs)
	se := sd / math.Sqrt(n)
	var low, high float64
	for k := range times {
		l, h := bootstrap(xs, mean, sd, chance.Of(7, k))
		low, high = low+l/times, high+h/times
	}
	off := func(l, h float64) float64 { return max(math.Abs(l-low), math.Abs(h-high)) / se }
	within := 4.5*0.07/math.Sqrt(times) + 4.0/n
	if got := off(skewed(xs, mean, sd)); got > within {
		t.Errorf("an end is %.3f standard errors away from the bootstrap's, want %.3f at the most", got, within)
	}
	half := halfWidth(sd, n)
	if got := off(mean-half, mean+half); got <= within {
		t.Errorf("Student's interval is within %.3f too: the test would not see it", got)
	}
}
