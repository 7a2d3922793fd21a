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
	Warn    func(Damage)                               // is told before the first task if the journal is damaged; may be nil
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
	if j.lost != nil && w.Warn != nil {
		w.Warn(*j.lost)
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

// waiting is how many finished tasks a worker may have waiting to be written down.
const waiting = 16

// finish runs the tasks that are not in the journal yet, each on one core.
func (w *Work) finish(ctx context.Context, shard Shard, j *journal, progress func(done, total int)) error {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := w.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	left := w.left(shard, j)
	workers = max(1, min(workers, len(left)))
	ran := make(chan done, waiting*workers)
	todo := &queue{at: w.At, replicates: w.Plan.Replicates, left: left}
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for inner.Err() == nil && w.labour(inner, todo, ran) {
			}
		})
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

// labour runs the next task, and reports whether another may follow.
func (w *Work) labour(ctx context.Context, todo *queue, ran chan<- done) bool {
	task, strategies, ok := todo.next()
	if !ok {
		return false
	}
	d, err := strategies()
	if err != nil {
		ran <- done{err: err}
		return false
	}
	r := d.Once(ctx, task%w.Plan.Replicates+1)
	if ctx.Err() != nil {
		return false // what was cut short is no outcome
	}
	ran <- done{task: task, payload: encode(r)}
	return true
}

// queue hands tasks out, in their order. Neighbouring tasks are of one point, whose
// strategies are made once for all workers; points whose customers have the same
// ties share these as well.
type queue struct {
	at         func(point int) (experiment.Design, error)
	replicates int
	worlds     experiment.Worlds

	mutex      sync.Mutex
	left       []int // tasks
	point      int
	strategies func() (experiment.Design, error) // at the point; nil at first
}

// next returns the next task and what makes the strategies at its point.
func (q *queue) next() (task int, strategies func() (experiment.Design, error), ok bool) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if len(q.left) == 0 {
		return 0, nil, false
	}
	task, q.left = q.left[0], q.left[1:]
	if point := task / q.replicates; q.strategies == nil || point != q.point {
		q.point = point
		q.strategies = sync.OnceValues(func() (experiment.Design, error) {
			d, err := q.at(point)
			if err == nil && d.World == nil {
				d.World = q.worlds.World
			}
			return d, err
		})
	}
	return task, q.strategies, true
}
