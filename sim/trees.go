package sim

// Tree is a tree of recommendation: a customer nobody's word is credited with,
// and all who were won by their word, by that of those, and so on.
type Tree struct {
	Size, Depth int32 // customers; most steps from the root
	Distance    int64 // steps between two customers, added up over all pairs
}

// Virality returns the structural virality of the tree: the mean number of
// steps between two of its customers. It tells a broadcast, 2(n-1)/n, from a
// contagion, (n+1)/3 for a chain (Goel, Anderson, Hofman & Watts, Management
// Science 62, 2016). A tree of one has none, and it is 0.
func (t Tree) Virality() float64 {
	if t.Size < 2 {
		return 0
	}
	return 2 * float64(t.Distance) / (float64(t.Size) * float64(t.Size-1))
}

// absent marks, among parents, somebody who is in no tree.
const absent = -2

// Trees returns the trees that a list of parents forms, in the order of their
// roots, and each customer's distance from the root, or -1. A parent below 0
// is none; -2 is a customer who is in no tree; a parent who is in none is none.
// Where parents go round in a circle, one of them is taken for the root. It
// takes time in proportion to the number of customers.
func Trees(parent []int32) (trees []Tree, depth []int32) {
	var f forest
	return f.grow(parent)
}

// forest is what looking for trees works in.
type forest struct {
	parent, of, depth, up, chain, count, order, below []int32
}

// grow does what Trees does; the distances are good until it is called again.
func (f *forest) grow(parent []int32) (trees []Tree, depth []int32) {
	n := len(parent)
	of := cleared(&f.of, n) // the tree
	depth = cleared(&f.depth, n)
	const unknown, onTheWay = -1, -3
	for i := range of {
		if depth[i] = -1; parent[i] == absent {
			of[i] = absent
			continue
		}
		of[i] = unknown
	}
	up := cleared(&f.up, n) // the parent in the tree, or -1
	chain, count := f.chain[:0], f.count[:0]
	for i := range int32(n) {
		at := i
		for of[at] == unknown {
			chain = append(chain, at)
			of[at] = onTheWay
			p := parent[at]
			if p < 0 || of[p] == absent || of[p] == onTheWay {
				of[at], depth[at], up[at] = int32(len(trees)), 0, -1
				trees = append(trees, Tree{})
				break
			}
			at = p
		}
		for k := len(chain) - 1; k >= 0; k-- {
			c := chain[k]
			if of[c] == onTheWay {
				p := parent[c]
				of[c], depth[c], up[c] = of[p], depth[p]+1, p
			}
			t := &trees[of[c]]
			t.Size++
			t.Depth = max(t.Depth, depth[c])
			for int(depth[c]) >= len(count) {
				count = append(count, 0)
			}
			count[depth[c]]++
		}
		chain = chain[:0]
	}
	f.chain, f.count = chain, count
	f.measure(trees, of, depth, up, count)
	return trees, depth
}

// measure adds up the distances in trees. A tie between parent and child lies
// on the way between each of those below it and each of the others. The
// customers are gone through from the deepest to the roots; count says how many
// there are at each depth.
func (f *forest) measure(trees []Tree, of, depth, up, count []int32) {
	if len(count) < 2 {
		return
	}
	for d := 1; d < len(count); d++ {
		count[d] += count[d-1]
	}
	order := cleared(&f.order, int(count[len(count)-1]))
	for i := len(of) - 1; i >= 0; i-- {
		if depth[i] >= 0 {
			count[depth[i]]--
			order[count[depth[i]]] = int32(i)
		}
	}
	below := cleared(&f.below, len(of))
	for k := len(order) - 1; k >= 0 && depth[order[k]] > 0; k-- {
		i := order[k]
		below[i]++
		below[up[i]] += below[i]
		t := &trees[of[i]]
		t.Distance += int64(below[i]) * int64(t.Size-below[i])
	}
}

// forest notes the trees that recorded parents form. A parent is always won
// before a child, but may have been won before the run.
func (m *Market) forest(t *Trace) {
	f := &m.memory.forest
	parent := cleared(&f.parent, len(m.customers))
	for i := range parent {
		if parent[i] = absent; m.customers[i].flags&everBought != 0 {
			parent[i] = max(m.customers[i].teller, -1)
		}
	}
	trees, depth := f.grow(parent)
	for _, tree := range trees {
		t.Cascades = bump(t.Cascades, int(tree.Size))
		if tree.Size > 1 {
			t.Trees = append(t.Trees, tree)
		}
	}
	for _, d := range depth {
		if d >= 0 {
			t.Depths = bump(t.Depths, int(d))
		}
	}
}

// bump adds one to an entry of a histogram, growing it as needed.
func bump(h []int, at int) []int {
	for len(h) <= at {
		h = append(h, 0)
	}
	h[at]++
	return h
}
