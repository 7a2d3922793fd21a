package experiment

import (
	"math"

	"grapevine/sim/results"
)

// Comparison is a strategy beside the baseline and beside all others, in one
// response.
type Comparison struct {
	Difference        // from the baseline, replicate by replicate
	Baseline   string // its name
	PBest      float64
	Loss       float64 // what choosing the strategy loses on average against the best
}

// Comparisons compares every strategy in a response. Where neither more nor
// less is better, there is no best.
func (s *Sample) Comparisons(response int) []Comparison {
	d := &s.design
	base := d.baseline()
	all := make([]Comparison, len(d.Strategies))
	for i := range all {
		all[i] = Comparison{s.Compare(i, base, response), d.Strategies[base].Name, math.NaN(), math.NaN()}
	}
	if better := s.better(response); better != 0 {
		pBest, loss := s.bets.place(s.of(response), better)
		for i := range all {
			all[i].PBest, all[i].Loss = pBest[i], loss[i]
		}
	}
	return all
}

// ComparisonColumns are the columns of a comparison in tables.
var ComparisonColumns = []string{"n", "mean_difference", "sd_difference", "ci_low", "ci_high", "correlation", "p_better", "p_best", "expected_loss"}

// WriteComparison adds the cells of ComparisonColumns.
func WriteComparison(w *results.Writer, c Comparison) {
	w.Int(c.N).Float(c.Mean).Float(c.SD).Float(c.Low).Float(c.High).Float(c.Correlation).Float(c.PBetter).Float(c.PBest).Float(c.Loss)
}
