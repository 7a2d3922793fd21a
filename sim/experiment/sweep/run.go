package sweep

import (
	"context"
	"runtime"
	"sync"

	"grapevine/sim/experiment"
)

// Work is how to carry a sweep out.
type Work struct {
	Plan    *Plan
	Dir     string
	At      func(point int) (experiment.Design, error) // the strategies at a point; called by several workers at once
	Workers int                                        // 0 is one a core
	Retry   bool                                       // run those again that failed
}

// Tally counts what a shard's tasks came to.
type Tally struct {
	Done   int // of them, also before
	Failed int // of those done: at least one strategy failed
}

// Run carries out what is left of a shard. It may be stopped at any moment, by
// the context or by a kill, and gone on with by another call. progress, if not
// nil, is told how many tasks are done of how many.
func (w *Work) Run(ctx context.Context, shard Shard, progress func(done, total int)) (Tally, error) {
	j, err := openJournal(w.Dir, w.Plan, shard)
	if err != nil {
		return Tally{}, err
	}
	err = w.finish(ctx, shard, j, progress)
	t := j.tally()
	if closing := j.close(); err == nil {
		err = closing
	}
	return t, err
}

func (j *journal) tally() Tally {
	t := Tally{Done: j.index.n}
	for _, e := range j.index.all() {
		if e.failed {
			t.Failed++
		}
	}
	return t
}

// done is a task that ran.
type done struct {
	task    int
	payload []byte
	err     error
}

// finish runs the tasks that are not in the journal yet, each on one core.
func (w *Work) finish(ctx context.Context, shard Shard, j *journal, progress func(done, total int)) error {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := w.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	left := w.left(shard, j)
	tasks := make(chan int)
	ran := make(chan done, workers)
	go func() {
		defer close(tasks)
		for _, task := range left {
			select {
			case tasks <- task:
			case <-inner.Done():
				return
			}
		}
	}()
	var all sync.WaitGroup
	for range workers {
		all.Go(func() { w.labour(inner, tasks, ran) })
	}
	go func() { all.Wait(); close(ran) }()

	var fault error
	for d := range ran {
		if fault == nil && d.err == nil {
			fault = j.add(d.task, d.payload)
		} else if fault == nil {
			fault = d.err
		}
		if fault != nil {
			cancel()
			continue
		}
		if progress != nil {
			progress(j.index.n, shard.High-shard.Low)
		}
	}
	if fault == nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fault
}

// left are a shard's tasks that have no record yet, or one that does not count.
func (w *Work) left(shard Shard, j *journal) []int {
	var left []int
	for task := shard.Low; task < shard.High; task++ {
		if e, ok := j.index.of(task); !ok || w.Retry && e.failed {
			left = append(left, task)
		}
	}
	return left
}

// labour runs tasks as they come. Neighbouring tasks are of one point, whose
// strategies are made once.
func (w *Work) labour(ctx context.Context, tasks <-chan int, ran chan<- done) {
	at := -1
	var d experiment.Design
	for task := range tasks {
		point := task / w.Plan.Replicates
		if point != at {
			var err error
			if d, err = w.At(point); err != nil {
				ran <- done{err: err}
				return
			}
			at = point
		}
		r := d.Once(ctx, task%w.Plan.Replicates+1)
		if ctx.Err() != nil {
			return // what was cut short is no outcome
		}
		ran <- done{task: task, payload: encode(r)}
	}
}
