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

func ordered(i, j int32) Tie { return Tie{min(i, j), max(i, j)} }

func (p *patch) tied(i, j int32) bool {
	if in, ok := p.changed[ordered(i, j)]; ok {
		return in
	}
	return p.Tied(i, j)
}

func (p *patch) degree(i int32) int { return p.Degree(i) + p.degrees[i] }

// free reports whether a tie may be put between i and j.
func (p *patch) free(i, j int32) bool { return i != j && !p.tied(i, j) }

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

// apply returns the graph with its changes, in O(customers + ties).
func (p *patch) apply() *Graph {
	if len(p.changed) == 0 {
		return p.Graph
	}
	arcs := make([]Tie, 0, 2*len(p.changed))
	more := 0
	for t, in := range p.changed {
		arcs = append(arcs, t, Tie{t[1], t[0]})
		if more -= 2; in {
			more += 4
		}
	}
	slices.SortFunc(arcs, compareTies)
	n := p.Order()
	g := &Graph{offsets: make([]uint32, n+1), heads: make([]int32, 0, len(p.heads)+more)}
	for i := range int32(n) {
		row := p.Neighbours(i)
		for ; len(arcs) > 0 && arcs[0][0] == i; arcs = arcs[1:] {
			at, _ := slices.BinarySearch(row, arcs[0][1])
			g.heads = append(g.heads, row[:at]...)
			if row = row[at:]; p.changed[ordered(i, arcs[0][1])] {
				g.heads = append(g.heads, arcs[0][1])
			} else {
				row = row[1:]
			}
		}
		g.heads = append(g.heads, row...)
		g.offsets[i+1] = uint32(len(g.heads))
	}
	return g
}

func compareTies(a, b Tie) int {
	if a[0] != b[0] {
		return int(a[0]) - int(b[0])
	}
	return int(a[1]) - int(b[1])
}
