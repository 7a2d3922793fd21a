package sweep

import (
	"fmt"
	"slices"
	"strconv"

	"grapevine/sim/experiment"
	"grapevine/sim/experiment/points"
	"grapevine/sim/metric"
	"grapevine/sim/results"
)

// Tables says what to write of a sweep.
type Tables struct {
	Plan    *Plan
	Design  experiment.Design // objective, baseline and names of the strategies; no plan is run
	Summary []string          // metrics of which summary.csv and comparison.csv tell; the first is the objective

	Factors []points.Factor // of the design, and …
	Laid    []points.Point  // … its points; nil leaves the analysis out
	Second  bool            // of a Sobol' design: whether it can tell interactions
}

// Write puts the shards together: every task exactly once, in the order of the
// design, into runs.csv; points.csv has the levels of every point, summary.csv
// and comparison.csv what the replicates of a point come to, failed.csv the runs
// that failed; regions.csv who wins where, indices.csv and effects.csv what that
// depends on, conditions.csv where each strategy is the best. No more than one
// point is in memory, and of all points a number a strategy.
func (t *Tables) Write(journals *Journals, folder *results.Folder) (*Findings, error) {
	if err := journals.Status().Complete(); err != nil {
		return nil, err
	}
	for i, name := range t.Plan.Metrics {
		if i >= len(metric.Kinds) || metric.Kinds[i].Name != name || len(t.Plan.Metrics) != len(metric.Kinds) {
			return nil, fmt.Errorf("the sweep was run by version %s, which has other metrics: merge it with that version", t.Plan.Version)
		}
	}
	w, err := t.open(folder)
	if err != nil {
		return nil, err
	}
	a, err := t.analysis(folder)
	if err != nil {
		return nil, err
	}
	task := 0
	sample := experiment.NewSample(t.Design)
	for point := range t.Plan.Points {
		sample.Reset()
		runs := make([][]float64, len(t.Plan.Strategies)) // of the objective
		if err := w.point(point); err != nil {
			return nil, err
		}
		for number := 1; number <= t.Plan.Replicates; number++ {
			payload, err := journals.payload(task)
			if err != nil {
				return nil, err
			}
			r, err := decode(payload, t.Plan, number)
			if err != nil {
				return nil, fmt.Errorf("task %d: %w", task, err)
			}
			sample.Add(r)
			if a != nil {
				for i, o := range r.Outcomes {
					runs[i] = append(runs[i], o.Metric(a.response))
				}
			}
			if err := w.replicate(point, r); err != nil {
				return nil, err
			}
			task++
		}
		if err := w.summaries(point, sample); err != nil {
			return nil, err
		}
		if err := a.point(w, point, sample, runs); err != nil {
			return nil, err
		}
	}
	if err := w.close(); err != nil {
		return nil, err
	}
	return a.close(folder)
}

// writers are the tables being written.
type writers struct {
	*Tables
	folder                            *results.Folder
	runs, points, summary, comparison *results.Writer
	failed                            *results.Writer // nil until there is something to write
	summarised                        []int           // indices into metric.Kinds
}

func (t *Tables) open(folder *results.Folder) (*writers, error) {
	w := &writers{Tables: t, folder: folder}
	for _, name := range t.Summary {
		w.summarised = append(w.summarised, metric.Named(name))
	}
	at := slices.Concat([]string{"point"}, t.Plan.Factors)
	for _, o := range []struct {
		to      **results.Writer
		file    string
		columns []string
	}{
		{&w.runs, "runs.csv", slices.Concat(at, []string{"strategy", "replicate", "seed"}, t.Plan.Metrics)},
		{&w.points, "points.csv", at},
		{&w.summary, "summary.csv", slices.Concat(at, []string{"strategy", "metric"}, experiment.EstimateColumns, []string{"unit"})},
		{&w.comparison, "comparison.csv", slices.Concat(at, []string{"strategy", "baseline", "metric"}, experiment.ComparisonColumns)},
	} {
		table, err := folder.Table(o.file, o.columns...)
		if err != nil {
			return nil, err
		}
		*o.to = table
	}
	return w, nil
}

// at begins a row with the point and its levels.
func (w *writers) at(to *results.Writer, point int) *results.Writer {
	to.Int(point)
	for _, level := range w.Plan.Points[point] {
		to.Text(level)
	}
	return to
}

func (w *writers) point(point int) error { return w.at(w.points, point).End() }

func (w *writers) replicate(point int, r *experiment.Replicate) error {
	seed := w.Plan.Seed
	for i, o := range r.Outcomes {
		name := w.Plan.Strategies[i]
		if o.Err != nil {
			if w.failed == nil {
				table, err := w.folder.Table("failed.csv", slices.Concat([]string{"point"}, w.Plan.Factors, []string{"strategy", "replicate", "seed", "error"})...)
				if err != nil {
					return err
				}
				w.failed = table
			}
			if err := w.at(w.failed, point).Text(name).Int(r.Number).Uint(seed).Text(o.Err.Error()).End(); err != nil {
				return err
			}
			continue
		}
		w.at(w.runs, point).Text(name).Int(r.Number).Uint(seed)
		for _, x := range o.Metrics {
			w.runs.Float(x)
		}
		if err := w.runs.End(); err != nil {
			return err
		}
	}
	return nil
}

// summaries writes what the replicates of a point come to.
func (w *writers) summaries(point int, s *experiment.Sample) error {
	for i, name := range w.Plan.Strategies {
		for _, m := range w.summarised {
			w.at(w.summary, point).Text(name).Text(metric.Kinds[m].Name)
			experiment.WriteEstimate(w.summary, s.Estimate(i, m))
			if err := w.summary.Text(metric.Kinds[m].Unit).End(); err != nil {
				return err
			}
		}
	}
	for _, m := range w.summarised {
		for i, c := range s.Comparisons(m) {
			w.at(w.comparison, point).Text(w.Plan.Strategies[i]).Text(c.Baseline).Text(metric.Kinds[m].Name)
			experiment.WriteComparison(w.comparison, c)
			if err := w.comparison.End(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writers) close() error {
	for _, table := range []*results.Writer{w.runs, w.points, w.summary, w.comparison, w.failed} {
		if table == nil {
			continue
		}
		if err := table.Close(); err != nil {
			return err
		}
	}
	return nil
}

// Bytes guesses how many bytes the journals and tables of a plan will take.
func (p *Plan) Bytes() int64 {
	row := 0
	for _, point := range p.Points[:min(len(p.Points), 1)] {
		for _, level := range point {
			row += len(level) + 1
		}
	}
	journal := 8*len(p.Metrics) + 1
	table := row + len(strconv.FormatUint(p.Seed, 10)) + 20 + 10*len(p.Metrics)
	return int64(p.Tasks()) * int64(len(p.Strategies)) * int64(journal+table)
}
