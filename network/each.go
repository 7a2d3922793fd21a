package network

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"grapevine/chance"
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

// stream is a row of draws for one block of a graph. It is the same on every
// machine.
type stream struct{ rand.PCG }

func newStream(l chance.Luck, p chance.Purpose, block int) *stream {
	a, b := l.Bits(p, uint32(block), uint32(uint64(block)>>32))
	return &stream{*rand.NewPCG(a, b)}
}

// reset makes the stream that of another block.
func (s *stream) reset(l chance.Luck, p chance.Purpose, block int) {
	s.Seed(l.Bits(p, uint32(block), uint32(uint64(block)>>32)))
}

// unit returns a number in (0, 1).
func (s *stream) unit() float64 { return chance.Unit(s.Uint64()) }

// below returns one of 0 … n-1.
func (s *stream) below(n int) int { return chance.Below(s.Uint64(), n) }

// pair returns two different customers below n.
func (s *stream) pair(n int) Tie {
	i, j := s.below(n), s.below(n-1)
	if j >= i {
		j++
	}
	return Tie{int32(i), int32(j)}
}

// shuffle puts customers in random order (Fisher & Yates).
func (s *stream) shuffle(all []int32) {
	for i := len(all) - 1; i > 0; i-- {
		j := s.below(i + 1)
		all[i], all[j] = all[j], all[i]
	}
}
