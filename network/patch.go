package network

import "slices"

// patch is a simple undirected graph with a few ties taken out or put in.
type patch struct {
	*Graph
	changed map[Tie]bool  // smaller end first; true if put in, false if taken out
	degrees map[int32]int // changes
}

func newPatch(g *Graph) *patch {
	return &patch{Graph: g, changed: map[Tie]bool{}, degrees: map[int32]int{}}
}

// ordered is a tie with its smaller end first.
func ordered(i, j int32) Tie { return Tie{min(i, j), max(i, j)} }

// tied reports whether i and j have a tie, changes included.
func (p *patch) tied(i, j int32) bool {
	if in, ok := p.changed[ordered(i, j)]; ok {
		return in
	}
	return p.Tied(i, j)
}

// degree returns the ties of i, changes included.
func (p *patch) degree(i int32) int { return p.Degree(i) + p.degrees[i] }

// free reports whether a tie may be put between i and j.
func (p *patch) free(i, j int32) bool { return i != j && !p.tied(i, j) }

// put and take change a tie that is not there, or is.
func (p *patch) put(i, j int32)  { p.change(i, j, true) }
func (p *patch) take(i, j int32) { p.change(i, j, false) }

func (p *patch) change(i, j int32, in bool) {
	if p.Tied(i, j) == in {
		delete(p.changed, ordered(i, j))
	} else {
		p.changed[ordered(i, j)] = in
	}
	by := -1
	if in {
		by = 1
	}
	p.degrees[i] += by
	p.degrees[j] += by
}

// apply makes the changes and returns the graph, in O(customers + ties). Rows
// without changes are moved where they lie, so the graph must be nobody else's
// yet.
func (p *patch) apply() *Graph {
	arcs := make([]Tie, 0, 2*len(p.changed))
	for t := range p.changed {
		arcs = append(arcs, t, Tie{t[1], t[0]})
	}
	slices.SortFunc(arcs, compareTies)
	g := p.Graph
	type piece struct{ from, to, by int } // heads that stay together, and how far they move
	type changed struct{ at, from, to int }
	var pieces []piece
	var rows []changed
	var heads []int32 // of the rows that change
	first, start, more := 0, 0, 0
	move := func(customers, to int) {
		for i := first; i < customers; i++ {
			g.offsets[i] += uint32(more) // it wraps round to fewer
		}
		pieces = append(pieces, piece{start, to, more})
		first = customers
	}
	for len(arcs) > 0 {
		i := arcs[0][0]
		row, from := g.Neighbours(i), int(g.offsets[i])
		move(int(i)+1, from)
		r := changed{from + more, len(heads), 0}
		start = from + len(row)
		more -= len(row)
		for ; len(arcs) > 0 && arcs[0][0] == i; arcs = arcs[1:] {
			at, _ := slices.BinarySearch(row, arcs[0][1])
			heads = append(heads, row[:at]...)
			if row = row[at:]; p.changed[ordered(i, arcs[0][1])] {
				heads = append(heads, arcs[0][1])
			} else {
				row = row[1:]
			}
		}
		heads = append(heads, row...)
		r.to = len(heads)
		more += r.to - r.from
		rows = append(rows, r)
	}
	move(len(g.offsets), len(g.heads))
	g.heads = slices.Grow(g.heads, max(more, 0))[:len(g.heads)+more]
	all := g.heads[:cap(g.heads)]
	// Nothing is written over that is still to move.
	for _, k := range slices.Backward(pieces) {
		if k.by > 0 {
			copy(all[k.from+k.by:], all[k.from:k.to])
		}
	}
	for _, k := range pieces {
		if k.by < 0 {
			copy(all[k.from+k.by:], all[k.from:k.to])
		}
	}
	for _, r := range rows {
		copy(all[r.at:], heads[r.from:r.to])
	}
	return g
}

// compareTies orders ties by their first end, then by their second.
func compareTies(a, b Tie) int {
	if a[0] != b[0] {
		return int(a[0]) - int(b[0])
	}
	return int(a[1]) - int(b[1])
}
