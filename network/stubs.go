package network

import (
	"errors"
	"slices"

	"grapevine/chance"
)

// stubsOf lists every customer as often as they have ties to come.
func stubsOf(degrees []int32, workers int) []int32 {
	const block = 1 << 14
	starts := make([]int, (len(degrees)+block-1)/block+1)
	each(workers, len(starts)-1, func(k int) {
		for _, d := range degrees[k*block : min((k+1)*block, len(degrees))] {
			starts[k+1] += int(d)
		}
	})
	for k := range len(starts) - 1 {
		starts[k+1] += starts[k]
	}
	stubs := make([]int32, starts[len(starts)-1])
	each(workers, len(starts)-1, func(k int) {
		at := starts[k]
		for i := k * block; i < min((k+1)*block, len(degrees)); i++ {
			for range degrees[i] {
				stubs[at] = int32(i)
				at++
			}
		}
	})
	return stubs
}

// permute returns a list in random order, all orders with the same
// probability: entries are dealt to random buckets, which are shuffled each on
// its own (Sanders, Information Processing Letters 67, 1998). Where each is
// dealt to is written down in a list as long.
func permute(list []int32, dealt []uint16, luck chance.Luck, p chance.Purpose, workers int) []int32 {
	buckets := min(len(list)/(1<<15)+1, 1<<16)
	chunks := (len(list) + chunk - 1) / chunk
	next := make([][]int, chunks) // of each chunk and bucket: the place of the next entry
	each(workers, chunks, func(k int) {
		counts, to := make([]int, buckets), dealt[k*chunk:min((k+1)*chunk, len(list))]
		newStream(luck, p, k).manyBelow(buckets, to)
		for _, b := range to {
			counts[b]++
		}
		next[k] = counts
	})
	starts := make([]int, buckets+1)
	at := 0
	for b := range buckets {
		starts[b] = at
		for k := range next {
			next[k][b], at = at, at+next[k][b]
		}
	}
	starts[buckets] = at
	out := make([]int32, len(list))
	each(workers, chunks, func(k int) {
		places, from, to := next[k], list[k*chunk:min((k+1)*chunk, len(list))], dealt[k*chunk:]
		for i, x := range from {
			b := to[i]
			at := places[b]
			out[at] = x
			places[b] = at + 1
		}
	})
	each(workers, buckets, func(b int) {
		newStream(luck, p, chunks+b).shuffle(out[starts[b]:starts[b+1]])
	})
	return out
}

// join joins the stubs of customers at random, and returns besides the graph
// what it could not hold and the stubs, two of which are a tie.
func join(degrees []int32, luck chance.Luck, workers int) (g *Graph, lost []Tie, stubs []int32) {
	inOrder := stubsOf(degrees, workers)
	r := room{inOrder, make([]uint16, len(inOrder))}
	stubs = permute(inOrder, r.tails, luck, stubOrder, workers)
	g, lost = r.build(len(degrees), couples(stubs), false, workers)
	return g, lost, stubs
}

// couples is the supply of ties from the first stub to the second, the third to
// the fourth and so on.
type couples []int32

// groups implements [supply].
func (c couples) groups() int { return (len(c)/2 + chunk - 1) / chunk }

// group implements [supply].
func (c couples) group(k int, room *[]Tie) [][]Tie {
	part := c[2*k*chunk : min(2*(k+1)*chunk, len(c)&^1)]
	ties := slices.Grow((*room)[:0], len(part)/2)[:len(part)/2]
	*room = ties
	for i := range ties {
		ties[i] = Tie{part[2*i], part[2*i+1]}
	}
	return [][]Tie{ties}
}

var errDense = errors.New("no simple graph with these degrees was found: want fewer ties, or degrees that differ less")

// reconnect finds a place for a tie between u and v that the graph cannot
// hold, by a switch with one of its ties: u–v and x–y become u–x and v–y, so
// that all degrees are kept (Milo, Kashtan, Itzkovitz, Newman & Alon,
// cond-mat/0312028). pick draws the tie x–y; only ties that allow accepts are
// made. It gives up after so many tries.
func (p *patch) reconnect(u, v int32, tries int, pick func() Tie, allow func(i, j int32) bool) error {
	for range tries {
		t := pick()
		x, y := t[0], t[1]
		if p.tied(x, y) && x != y && p.free(u, x) && p.free(v, y) && allow(u, x) && allow(v, y) {
			p.take(x, y)
			p.put(u, x)
			p.put(v, y)
			return nil
		}
	}
	return errDense
}

// across draws a tie of the graph by a stub of it and the customer it leads
// to, or no tie at all.
func (g *Graph) across(stubs []int32, draw *stream) Tie {
	if len(stubs) == 0 {
		return Tie{}
	}
	x := stubs[draw.below(len(stubs))]
	if row := g.Neighbours(x); len(row) > 0 {
		return Tie{x, row[draw.below(len(row))]}
	}
	return Tie{x, x}
}

// simplify reconnects all ties that a graph of stubs could not hold.
func simplify(g *Graph, lost []Tie, stubs []int32, draw *stream) (*Graph, error) {
	p := newPatch(g)
	for _, t := range lost {
		err := p.reconnect(t[0], t[1], 100_000, func() Tie { return g.across(stubs, draw) }, func(_, _ int32) bool { return true })
		if err != nil {
			return nil, err
		}
	}
	return p.apply(), nil
}
