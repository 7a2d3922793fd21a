package experiment

import (
	"slices"
	"sync"
	"sync/atomic"

	"grapevine/chance"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// bands writes bands.csv from the weekly tables of all runs.
func (s *series) bands(workers int) error {
	w, err := s.folder.Table("bands.csv", append([]string{"strategy", "week", "metric"}, EstimateColumns...)...)
	if err != nil {
		return err
	}
	if err := s.spool.close(); err != nil {
		return err
	}
	for i, arm := range s.d.Strategies {
		estimates, err := s.estimates(i, workers)
		if err != nil {
			return err
		}
		for k, week := range s.weeks {
			for c, column := range s.columns {
				w.Text(arm.Name).Int(week).Text(column)
				WriteEstimate(w, estimates[c][k])
				if err := w.End(); err != nil {
					return err
				}
			}
		}
	}
	return w.Close()
}

// estimates returns those of a strategy by column and week.
func (s *series) estimates(strategy, workers int) ([][]Estimate, error) {
	all := make([][]Estimate, len(s.columns))
	faults := make([]error, len(s.columns))
	var next atomic.Int64
	var crew sync.WaitGroup
	for range min(workers, len(s.columns)) {
		crew.Go(func() {
			for c := int(next.Add(1)) - 1; c < len(s.columns); c = int(next.Add(1)) - 1 {
				var weeks [][]float64
				weeks, faults[c] = s.spool.column(strategy, c)
				for _, xs := range weeks {
					all[c] = append(all[c], estimate(xs, metric.Mean, chance.Luck{}))
				}
			}
		})
	}
	crew.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// EstimateColumns are the columns of an estimate in tables.
var EstimateColumns = []string{"n", "mean", "sd", "ci_low", "ci_high", "p10", "median", "p90"}

// WriteEstimate adds the cells of EstimateColumns.
func WriteEstimate(w *results.Writer, e Estimate) {
	w.Int(e.N).Float(e.Mean).Float(e.SD).Float(e.Low).Float(e.High).Float(e.P10).Float(e.Median).Float(e.P90)
}

// Bands returns mean, tenth and ninetieth percentile of a weekly column over
// runs, by week; nil if there is no column of that name. Each run's table holds
// column after column, as an [Outcome] does.
func Bands(columns []string, runs [][]float64, column string) [][3]float64 {
	c := slices.Index(columns, column)
	if c < 0 || len(runs) == 0 {
		return nil
	}
	weeks := len(runs[0]) / len(columns)
	all := make([][3]float64, weeks)
	xs := make([]float64, len(runs))
	for week := range all {
		for r, table := range runs {
			xs[r] = table[c*weeks+week]
		}
		e := estimate(xs, metric.Mean, chance.Luck{})
		all[week] = [3]float64{e.Mean, e.P10, e.P90}
	}
	return all
}
