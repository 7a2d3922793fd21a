package experiment

import (
	"slices"

	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// SummaryColumns are the columns of summary.csv.
var SummaryColumns = slices.Concat([]string{"strategy", "metric"}, EstimateColumns, []string{"unit"})

// WriteSummary writes every strategy's every metric over the runs, one a row,
// into a table with [SummaryColumns].
func (s *Sample) WriteSummary(w *results.Writer) error {
	for i, arm := range s.design.Strategies {
		for m := range metric.Kinds {
			w.Text(arm.Name).Text(metric.Kinds[m].Name)
			WriteEstimate(w, s.Estimate(i, m))
			if err := w.Text(metric.Kinds[m].Unit).End(); err != nil {
				return err
			}
		}
	}
	return nil
}
