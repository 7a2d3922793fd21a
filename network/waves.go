package network

import "math/bits"

// waves are searches in breadth from up to 64 sources at a time, one bit each:
// Then et al. (Proceedings of the VLDB Endowment 8, 2014). When many customers
// are at the front, those who are not reached look for them instead of being
// looked for (Beamer, Asanović & Patterson, Supercomputing 2012); that they can
// do on all workers.
type waves struct {
	g, back *Graph // back has the ties turned round
	workers int

	seen, front, next []uint64 // by customer: searches that have seen them, did so just now, do so next
	list              []int32  // customers with a bit in front
	sum, reached      [64]int64
	depth             int
	last              int32 // one of those furthest away from their source
}

func newWaves(g *Graph, workers int) *waves {
	n := g.Order()
	return &waves{g: g, back: g.Reverse(), workers: workers, seen: make([]uint64, n), front: make([]uint64, n), next: make([]uint64, n)}
}

// from searches from some sources, which must differ.
func (w *waves) from(sources []int32) {
	clear(w.seen)
	clear(w.front)
	w.list = append(w.list[:0], sources...)
	w.sum, w.reached, w.depth, w.last = [64]int64{}, [64]int64{}, 0, sources[0]
	for k, i := range sources {
		w.seen[i], w.front[i] = 1<<k, 1<<k
	}
	for all := ^uint64(0) >> (64 - len(sources)); ; {
		arcs := 0
		for _, i := range w.list {
			arcs += w.g.Degree(i)
		}
		old := w.list
		if arcs > len(w.g.heads)/16 {
			w.pull(all)
		} else {
			w.push()
		}
		for _, i := range old {
			w.front[i] = 0
		}
		w.front, w.next = w.next, w.front
		if len(w.list) == 0 {
			return
		}
		w.depth++
		w.last = w.list[0]
	}
}

// push goes from those at the front to whom they speak.
func (w *waves) push() {
	var list []int32
	for _, i := range w.list {
		for _, j := range w.g.Neighbours(i) {
			if news := w.front[i] &^ w.seen[j]; news != 0 {
				if w.next[j] == 0 {
					list = append(list, j)
				}
				w.next[j] |= news
			}
		}
	}
	var count [64]int64
	for _, j := range list {
		w.seen[j] |= w.next[j]
		add(&count, w.next[j])
	}
	w.book(&count)
	w.list = list
}

// pull goes to those at the front from whom they speak to.
func (w *waves) pull(all uint64) {
	n := w.g.Order()
	lists := make([][]int32, (n+block-1)/block)
	counts := make([][64]int64, len(lists))
	each(w.workers, len(lists), func(k int) {
		var list []int32
		for j := int32(k * block); j < int32(min(n, (k+1)*block)); j++ {
			missing := all &^ w.seen[j]
			if missing == 0 {
				continue
			}
			var heard uint64
			for _, i := range w.back.Neighbours(j) {
				if heard |= w.front[i]; heard&missing == missing {
					break
				}
			}
			if news := heard & missing; news != 0 {
				w.next[j] = news
				w.seen[j] |= news
				add(&counts[k], news)
				list = append(list, j)
			}
		}
		lists[k] = list
	})
	var list []int32
	for k := range lists {
		w.book(&counts[k])
		list = append(list, lists[k]...)
	}
	w.list = list
}

// add counts the bits of a set.
func add(count *[64]int64, set uint64) {
	for ; set != 0; set &= set - 1 {
		count[bits.TrailingZeros64(set)]++
	}
}

// book adds those who were reached at the next depth.
func (w *waves) book(count *[64]int64) {
	for k, n := range count {
		w.reached[k] += n
		w.sum[k] += n * int64(w.depth+1)
	}
}
