package experiment

import (
	"context"
	"runtime"
	"sync"

	"grapevine/chance"
	"grapevine/sim/metric"
)

// Trials tries a scenario at settings of its keys, all of them under the same
// luck: replicate k of every setting is the same customers with the same fate.
type Trials struct {
	At      func(set []string) (Design, error) // the strategies at a setting, as of --set; called by several workers at once
	Workers int                                // 0 is one a core
}

// Try runs the replicates from one number to another, both included, at every
// setting and returns what is kept of each, by setting and replicate. What it
// returns does not depend on the workers.
func Try[T any](ctx context.Context, t *Trials, sets [][]string, from, to int, keep func(*Replicate) T) ([][]T, error) {
	kept := make([][]T, len(sets))
	designs := make([]Design, len(sets))
	var worlds Worlds
	for i, set := range sets {
		d, err := t.At(set)
		if err != nil {
			return nil, err
		}
		if d.World == nil {
			d.World = worlds.World
		}
		designs[i], kept[i] = d, make([]T, max(0, to-from+1))
	}
	workers := t.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	type task struct{ set, number int }
	tasks := make(chan task)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for k := range tasks {
				kept[k.set][k.number-from] = keep(designs[k.set].Once(ctx, k.number))
			}
		})
	}
	for i := range sets {
		for number := from; number <= to && ctx.Err() == nil; number++ {
			tasks <- task{i, number}
		}
	}
	close(tasks)
	all.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return kept, nil
}

// Response returns a response of every strategy in a replicate; not-a-number for
// a run that failed.
func (r *Replicate) Response(index int) []float64 {
	values := make([]float64, len(r.Outcomes))
	for i, o := range r.Outcomes {
		values[i] = o.Metric(index)
	}
	return values
}

// MeanOf summarises numbers of one kind, with Student's interval of their mean.
func MeanOf(xs []float64) Estimate { return estimate(xs, metric.Mean, chance.Luck{}) }
