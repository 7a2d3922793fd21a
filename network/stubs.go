package network

import (
	"errors"

	"grapevine/chance"
)

// stubsOf lists every customer as often as they have ties to come.
func stubsOf(degrees []int32) []int32 {
	sum := 0
	for _, d := range degrees {
		sum += int(d)
	}
	stubs := make([]int32, 0, sum)
	for i, d := range degrees {
		for range d {
			stubs = append(stubs, int32(i))
		}
	}
	return stubs
}

// permute returns a list in random order, all orders with the same
// probability: entries are dealt to random buckets, which are shuffled each on
// its own (Sanders, Information Processing Letters 67, 1998).
func permute(list []int32, luck chance.Luck, p chance.Purpose, workers int) []int32 {
	buckets := len(list)/(1<<15) + 1
	chunks := (len(list) + chunk - 1) / chunk
	next := make([][]int, chunks) // of each chunk and bucket: the place of the next entry
	deal := func(k int, to func(bucket int, x int32)) {
		draw := newStream(luck, p, k)
		for _, x := range list[k*chunk : min((k+1)*chunk, len(list))] {
			to(draw.below(buckets), x)
		}
	}
	each(workers, chunks, func(k int) {
		next[k] = make([]int, buckets)
		deal(k, func(bucket int, _ int32) { next[k][bucket]++ })
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
		places := next[k]
		deal(k, func(bucket int, x int32) {
			out[places[bucket]] = x
			places[bucket]++
		})
	})
	each(workers, buckets, func(b int) {
		newStream(luck, p, chunks+b).shuffle(out[starts[b]:starts[b+1]])
	})
	return out
}

// couple ties the first stub to the second, the third to the fourth and so on.
func couple(stubs []int32) []Tie {
	ties := make([]Tie, len(stubs)/2)
	for k := range ties {
		ties[k] = Tie{stubs[2*k], stubs[2*k+1]}
	}
	return ties
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
