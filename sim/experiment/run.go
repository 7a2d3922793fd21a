package experiment

import (
	"context"
	"iter"
	"sync"
)

// Run carries out a design. Replicates come in order, whoever finishes first,
// and only a few per worker wait for their turn, so memory does not grow with
// their number. A run that fails is an outcome with an error; an error of the
// sequence, such as that of a context that was cancelled, ends it.
//
// Replicate k is the same whatever else is in the design, but for the
// strategies that it holds: their luck depends on the seed and k alone.
//
// progress, if not nil, is told how many replicates are done of how many that
// are asked for so far.
func Run(ctx context.Context, design Design, progress func(done, total int)) iter.Seq2[*Replicate, error] {
	return func(yield func(*Replicate, error) bool) {
		if err := design.Check(); err != nil {
			yield(nil, err)
			return
		}
		d := design.filled()
		watch := newWatch(&d)
		target := watch.first()

		inner, cancel := context.WithCancel(ctx)
		line := d.start(inner, target)
		defer line.all.Wait()
		defer close(line.jobs)
		defer cancel()

		for k := 1; k <= target; k++ {
			r := line.take(ctx, k, target)
			if r == nil || ctx.Err() != nil {
				yield(nil, context.Cause(ctx))
				return
			}
			watch.see(r)
			if k == target {
				target += watch.more(k)
			}
			if k == target {
				r.Stop = watch.stop
			}
			if !yield(r, nil) {
				return
			}
			if progress != nil {
				progress(k, target)
			}
		}
	}
}

// line is the workers and what they have finished but not yet delivered.
// Replicate k waits in slot k mod the number of slots.
type line struct {
	jobs   chan int
	slots  []chan *Replicate
	issued int
	all    sync.WaitGroup
}

// ahead is the number of replicates per worker that may wait for an earlier
// one.
const ahead = 4

// start sets the workers up. If there are fewer replicates than workers, those
// left over help within the runs.
func (d *Design) start(ctx context.Context, replicates int) *line {
	crew := min(d.Workers, replicates)
	l := &line{jobs: make(chan int, crew*ahead), slots: make([]chan *Replicate, crew*ahead)}
	for i := range l.slots {
		l.slots[i] = make(chan *Replicate, 1)
	}
	worlds := d.worlds()
	for w := range crew {
		helpers := d.Workers / crew
		if w < d.Workers%crew {
			helpers++
		}
		l.all.Go(func() {
			for k := range l.jobs {
				if ctx.Err() == nil {
					l.slots[k%len(l.slots)] <- d.replicate(ctx, k, helpers, worlds)
				}
			}
		})
	}
	return l
}

// take waits for replicate k, keeping the workers busy up to the target. It
// returns nil if the context ends first.
func (l *line) take(ctx context.Context, k, target int) *Replicate {
	for l.issued < min(target, k-1+len(l.slots)) {
		l.issued++
		l.jobs <- l.issued // never blocks: no more are under way than there are slots
	}
	select {
	case r := <-l.slots[k%len(l.slots)]:
		return r
	case <-ctx.Done():
		return nil
	}
}
