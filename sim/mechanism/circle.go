package mechanism

import (
	"iter"
	"math/bits"

	"grapevine/network"
	"grapevine/sim"
)

// set is a set of customers, a bit each.
type set []uint64

func newSet(customers int) set { return make(set, (customers+63)/64) }

func (s set) has(i int32) bool { return s[i>>6]>>(i&63)&1 == 1 }

func (s set) put(i int32, in bool) {
	if in {
		s[i>>6] |= 1 << (i & 63)
	} else {
		s[i>>6] &^= 1 << (i & 63)
	}
}

// all goes through the set in ascending order. Whoever is in hand may be taken
// out meanwhile.
func (s set) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for w, left := range s {
			for ; left != 0; left &= left - 1 {
				if !yield(int32(w<<6 + bits.TrailingZeros64(left))) {
					return
				}
			}
		}
	}
}

// circle is a set of customers of whom one wants to know by how many ties of
// the networks they hang together. Only those who come and go are looked at.
type circle struct {
	set
	m        *sim.Market
	back     []*network.Graph // by layer, the ties the other way round; nil where they are mutual
	mutual   int64            // ties within
	directed int64            // and those that lead one way
}

func newCircle(m *sim.Market) *circle {
	c := &circle{set: newSet(m.Plan.Customers), m: m, back: make([]*network.Graph, len(m.Layers()))}
	for l, g := range m.Layers() {
		if g.Directed() {
			c.back[l] = g.Reverse()
		}
	}
	return c
}

// put takes a customer in, or out.
func (c *circle) put(i int32, in bool) {
	if c.has(i) == in {
		return
	}
	c.set.put(i, in)
	one := int64(1)
	if !in {
		one = -1
	}
	for l, g := range c.m.Layers() {
		switch {
		case c.m.Plan.Layers[l].Redraw: // see drawn
		case c.back[l] == nil:
			c.mutual += one * c.within(g, i)
		default:
			c.directed += one * (c.within(g, i) + c.within(c.back[l], i))
		}
	}
}

// within counts the ties from a customer into the circle.
func (c *circle) within(g *network.Graph, i int32) (n int64) {
	for _, to := range g.Neighbours(i) {
		if c.has(to) {
			n++
		}
	}
	return n
}

// drawn counts the ties within in layers whose ties are drawn anew all the time.
func (c *circle) drawn() (mutual, directed int64) {
	for l, g := range c.m.Layers() {
		if !c.m.Plan.Layers[l].Redraw {
			continue
		}
		for i := range c.all() {
			if g.Directed() {
				directed += c.within(g, i)
			} else {
				mutual += c.within(g, i)
			}
		}
	}
	return mutual / 2, directed
}

// ties returns how many ties there are within the circle.
func (c *circle) ties() int64 {
	mutual, directed := c.drawn()
	return c.mutual + mutual + c.directed + directed
}

// ways returns how many there are if a mutual tie counts twice, once each way.
func (c *circle) ways() int64 {
	mutual, directed := c.drawn()
	return 2*(c.mutual+mutual) + c.directed + directed
}
