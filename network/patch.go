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
func (p *patch) apply(workers int) *Graph {
	if len(p.changed) == 0 {
		return p.Graph
	}
	arcs := make([]Tie, 0, 2*len(p.changed))
	for t := range p.changed {
		arcs = append(arcs, t, Tie{t[1], t[0]})
	}
	slices.SortFunc(arcs, compareTies)
	n := p.Order()
	g := &Graph{offsets: make([]uint32, n+1)}
	more, rest := 0, arcs
	for i, at := range p.offsets {
		g.offsets[i] = uint32(int(at) + more)
		for ; len(rest) > 0 && int(rest[0][0]) == i; rest = rest[1:] {
			if more--; p.changed[ordered(rest[0][0], rest[0][1])] {
				more += 2
			}
		}
	}
	g.heads = make([]int32, g.offsets[n])
	const block = 1 << 14
	each(workers, (n+block-1)/block, func(k int) {
		p.copyRows(g, k*block, min((k+1)*block, n), arcs)
	})
	return g
}

// copyRows writes the rows of the customers from … to-1 with their changes into
// another graph.
func (p *patch) copyRows(g *Graph, from, to int, arcs []Tie) {
	first, _ := slices.BinarySearchFunc(arcs, Tie{int32(from), -1}, compareTies)
	arcs = arcs[first:]
	for from < to {
		// All rows up to the next that has changes are as they were.
		next := to
		if len(arcs) > 0 {
			next = min(to, int(arcs[0][0]))
		}
		copy(g.heads[g.offsets[from]:], p.heads[p.offsets[from]:p.offsets[next]])
		if from = next; from == to {
			return
		}
		i := int32(from)
		row, out := p.Neighbours(i), g.heads[g.offsets[i]:g.offsets[i]]
		for ; len(arcs) > 0 && arcs[0][0] == i; arcs = arcs[1:] {
			at, _ := slices.BinarySearch(row, arcs[0][1])
			out = append(out, row[:at]...)
			if row = row[at:]; p.changed[ordered(i, arcs[0][1])] {
				out = append(out, arcs[0][1])
			} else {
				row = row[1:]
			}
		}
		_ = append(out, row...)
		from++
	}
}

func compareTies(a, b Tie) int {
	if a[0] != b[0] {
		return int(a[0]) - int(b[0])
	}
	return int(a[1]) - int(b[1])
}
