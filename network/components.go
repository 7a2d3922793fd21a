package network

// Components are the parts of a graph within which everybody can be reached
// if direction does not matter.
type Components struct {
	Of    []int32 // the component of every customer, numbered by their first member
	Sizes []int   // by number
}

// ComponentsOf finds the components in almost O(customers + ties), with trees
// that are flattened as they are climbed (Tarjan & van Leeuwen, Journal of the
// ACM 31, 1984).
func ComponentsOf(g *Graph) Components {
	parent := everyone(g.Order())
	top := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i := range int32(g.Order()) {
		at := top(i)
		for _, j := range g.Neighbours(i) {
			if j > i && !g.directed {
				break // comes again from the other end
			}
			if other := top(j); other < at {
				parent[at], at = other, other
			} else {
				parent[other] = at
			}
		}
	}
	c := Components{Of: parent}
	for i := range int32(g.Order()) {
		// Parents come before their children, so theirs are numbers already.
		if parent[i] == i {
			parent[i] = int32(len(c.Sizes))
			c.Sizes = append(c.Sizes, 0)
		} else {
			parent[i] = parent[parent[i]]
		}
		c.Sizes[parent[i]]++
	}
	return c
}

// Largest returns the number of the largest component, the first of several.
func (c Components) Largest() int {
	best := 0
	for k, n := range c.Sizes {
		if n > c.Sizes[best] {
			best = k
		}
	}
	return best
}
