package experiment

import (
	"hash/fnv"
	"math"
	"slices"

	"grapevine/chance"
)

const (
	resamples       = 999
	fewForBootstrap = 10 // below, resamples repeat each other too much

	// Above, the expansion that resampling tends to is nearer to the truth than
	// 999 resamples: they leave the quantiles a standard error of .07, the terms
	// that the expansion leaves out are of the size of skewness²/runs.
	manyForBootstrap = 5000
)

var purposeResample = chance.NewPurpose("experiment: resample")

// bootstrap returns the bootstrap-t interval of a mean (Efron 1979; Hall,
// Annals of Statistics 16, 1988), which follows the skewness that Student's
// interval ignores: runs are drawn with replacement, and the quantiles of
// (mean* - mean)/se* stand in for those of Student's t.
func bootstrap(xs []float64, mean, sd float64, luck chance.Luck) (low, high float64) {
	if len(xs) > manyForBootstrap {
		return skewed(xs, mean, sd)
	}
	n := float64(len(xs))
	ts := make([]float64, resamples)
	for b := range ts {
		dice := luck.Rand(purposeResample, uint32(b))
		var sum, square float64
		for range xs {
			d := xs[chance.Below(dice.Uint64(), len(xs))] - mean
			sum += d
			square += float64(d * d)
		}
		centre := sum / n
		variance := (square/n - float64(centre*centre)) / (n - 1)
		if variance > 0 {
			ts[b] = centre / math.Sqrt(variance)
		}
	}
	slices.Sort(ts)
	se := sd / math.Sqrt(n)
	tail := (1 - Confidence) / 2
	return mean - float64(quantile(ts, 1-tail)*se), mean - float64(quantile(ts, tail)*se)
}

// skewed returns the interval of a mean with Student's quantiles t moved as the
// skewness g of n runs moves them, to t - g·(2t² + 1)/(6√n): the first term of
// the expansion of Edgeworth, by which the bootstrap-t gains on Student's
// interval (Johnson, Journal of the American Statistical Association 73, 1978;
// Hall 1988).
func skewed(xs []float64, mean, sd float64) (low, high float64) {
	n := float64(len(xs))
	var cube float64
	for _, x := range xs {
		d := x - mean
		cube += float64(float64(d*d) * d)
	}
	t := student(len(xs) - 1)
	move := cube / n / float64(float64(sd*sd)*sd) * (2*float64(t*t) + 1) / (6 * math.Sqrt(n))
	se := sd / math.Sqrt(n)
	return mean - float64((t-move)*se), mean + float64((t+move)*se)
}

// luckOf returns the luck of the statistics of a response. Replicates have
// numbers from 1, so that of 0 is free.
func (d *Design) luckOf(response string) chance.Luck {
	h := fnv.New32a()
	h.Write([]byte(response))
	return chance.Of(d.Seed, 0).Apart(int(h.Sum32()))
}
