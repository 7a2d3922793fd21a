package sim

import (
	"cmp"
	"slices"

	"grapevine/chance"
	"grapevine/network"
)

var (
	purposeSegment = chance.NewPurpose("segment")
	purposeAlike   = chance.NewPurpose("segment: whether it is that of a tie")
	purposeLike    = chance.NewPurpose("segment: of which tie")
)

// Layer returns the index of a layer by name, the first one if the name is
// left out, or -1.
func (p *Plan) Layer(name string) int {
	for k, l := range p.Layers {
		if name == "" || l.Name == name {
			return k
		}
	}
	return -1
}

// placed returns every customer's segment.
func (m *Market) placed() []uint8 {
	layer := m.Plan.Layer(m.Plan.Placement.Layer)
	switch rule := m.Plan.Placement.Rule; {
	case rule == "homophily" && layer >= 0:
		return m.placedAlike(m.layers[layer])
	case rule == "communities" && layer >= 0:
		if p, ok := m.Plan.Layers[layer].Graph.(network.Planter); ok {
			return m.placedTogether(p.Planted(len(m.customers), LayerLuck(m.Luck, m.Plan.Layers[layer].Name)))
		}
	}
	all := make([]uint8, len(m.customers))
	for i := range all {
		all[i] = m.anySegment(i, m.Plan.Segments, nil)
	}
	return all
}

// anySegment draws a customer's segment by the shares of all, or of those that
// are listed.
func (m *Market) anySegment(i int, segments []Segment, of []uint8) uint8 {
	share := func(k int) float64 {
		if of != nil {
			k = int(of[k])
		}
		return segments[k].Share
	}
	n, total := len(segments), 1.0
	if of != nil {
		n, total = len(of), 0
		for k := range of {
			total += share(k)
		}
	}
	u := float64(m.Luck.Uniform(purposeSegment, uint32(i), 0) * total)
	k := 0
	for k < n-1 && u >= share(k) {
		u -= share(k)
		k++
	}
	if of != nil {
		return of[k]
	}
	return uint8(k)
}

// placedAlike lets customers take after those they are tied to (homophily:
// McPherson, Smith-Lovin & Cook 2001): one after the other they are, with the
// probability asked for, of the segment of one of the ties who have theirs
// already, or else of any segment by its share. So everybody's chance of being
// of a segment remains its share, and along a tie so made two are alike with
// probability h + (1-h)·Σ share².
func (m *Market) placedAlike(g *network.Graph) []uint8 {
	h := m.Plan.Placement.Homophily
	all := make([]uint8, len(m.customers))
	before := g // those who may have their segment already
	if g.Directed() {
		before = g.Reverse()
	}
	for i := range all {
		all[i] = m.anySegment(i, m.Plan.Segments, nil)
		if m.Luck.Uniform(purposeAlike, uint32(i), 0) >= h {
			continue
		}
		ties := g.Neighbours(int32(i))
		n, _ := slices.BinarySearch(ties, int32(i))
		if n == 0 {
			ties = before.Neighbours(int32(i))
			n, _ = slices.BinarySearch(ties, int32(i))
		}
		if n > 0 {
			a, _ := m.Luck.Bits(purposeLike, uint32(i), 0)
			all[i] = all[ties[chance.Below(a, n)]]
		}
	}
	return all
}

// placedTogether fills communities one after the other with places, in the
// order in which the segments name them, and mixes the segments of each place
// in it. Where a community is as large as its place, it is that place.
func (m *Market) placedTogether(communities []int32) []uint8 {
	var names []string
	var places [][]uint8
	for k := range m.Plan.Segments {
		name := m.Plan.Segments[k].where()
		at := slices.Index(names, name)
		if at < 0 {
			at = len(names)
			names, places = append(names, name), append(places, nil)
		}
		places[at] = append(places[at], uint8(k))
	}
	order := make([]int32, len(m.customers))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int { return cmp.Compare(communities[i], communities[j]) })
	all := make([]uint8, len(order))
	place, end := -1, 0.0
	for at, i := range order {
		for place < len(places)-1 && float64(at)+0.5 >= float64(end*float64(len(order))) {
			place++
			for _, k := range places[place] {
				end += m.Plan.Segments[k].Share
			}
		}
		all[i] = m.anySegment(int(i), m.Plan.Segments, places[place])
	}
	return all
}

// where returns the name of the place in which the segment lives.
func (g *Segment) where() string {
	if g.Place != "" {
		return g.Place
	}
	return g.Name
}

// Called reports whether a name is that of the segment or of its place.
func (g *Segment) Called(name string) bool { return g.Name == name || g.Place == name && name != "" }
