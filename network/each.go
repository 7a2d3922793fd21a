package network

import (
	"sync"
	"sync/atomic"
)

// What a worker takes at a time, unless a smaller or larger piece is said to be
// better where it is taken.
const (
	chunk = 1 << 16 // ties, or draws of customers, when a graph is made
	block = 1 << 10 // customers, when a graph is measured
)

// each does tasks 0 … tasks-1 on some workers. What a task does must not
// depend on which others are done.
func each(workers, tasks int, do func(task int)) {
	if workers = min(workers, tasks); workers <= 1 {
		for k := range tasks {
			do(k)
		}
		return
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for k := int(next.Add(1)) - 1; k < tasks; k = int(next.Add(1)) - 1 {
				do(k)
			}
		})
	}
	all.Wait()
}

// pool holds what tasks use one after the other, so that there is one a worker.
type pool[T any] struct {
	mutex sync.Mutex
	free  []T
}

// take returns something that is free, or something new.
func (p *pool[T]) take(fresh func() T) T {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	last := len(p.free) - 1
	if last < 0 {
		return fresh()
	}
	x := p.free[last]
	p.free = p.free[:last]
	return x
}

// give returns it.
func (p *pool[T]) give(x T) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.free = append(p.free, x)
}
