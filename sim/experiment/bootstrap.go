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
)

var purposeResample = chance.NewPurpose("experiment: resample")

// bootstrap returns the bootstrap-t interval of a mean (Efron 1979; Hall,
// Annals of Statistics 16, 1988), which follows the skewness that Student's
// interval ignores: runs are drawn with replacement, and the quantiles of
// (mean* - mean)/se* stand in for those of Student's t.
func bootstrap(xs []float64, mean, sd float64, luck chance.Luck) (low, high float64) {
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

// luckOf returns the luck of the statistics of a response. Replicates have
// numbers from 1, so that of 0 is free.
func (d *Design) luckOf(response string) chance.Luck {
	h := fnv.New32a()
	h.Write([]byte(response))
	return chance.Of(d.Seed, 0).Apart(int(h.Sum32()))
}
