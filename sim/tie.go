package sim

import "grapevine/chance"

// Tie draws one tie of a customer: first the layer, by its share of talk among
// the layers in which the customer has ties, then the tie, by its weight. The
// count-th draw for a purpose is the same under every strategy. ok is false if
// the customer has no ties.
func (m *Market) Tie(p chance.Purpose, i int32, count uint32) (to int32, layer int, ok bool) {
	a, b := m.Luck.Bits(p, uint32(i), count)
	total := 0.0
	for l, g := range m.layers {
		if g.Degree(i) > 0 {
			total += m.Plan.Layers[l].Share
		}
	}
	if total <= 0 {
		return 0, 0, false
	}
	u := chance.Unit(a) * total
	for l, g := range m.layers {
		if g.Degree(i) == 0 {
			continue
		}
		layer = l
		if u -= m.Plan.Layers[l].Share; u < 0 {
			break
		}
	}
	for _, a := range m.acquaintances {
		if to, ok := a.Turn(i, layer, chance.Unit(b)); ok {
			return to, layer, true
		}
	}
	ties := m.layers[layer].Neighbours(i)
	if w := m.layers[layer].Weights(i); w != nil {
		return ties[weighted(w, chance.Unit(b))], layer, true
	}
	return ties[chance.Below(b, len(ties))], layer, true
}

// weighted returns the index that a number in (0, 1) falls on when indices
// take room in proportion to their weights.
func weighted(w []float32, u float64) int {
	total := 0.0
	for _, x := range w {
		total += float64(x)
	}
	u *= total
	for k, x := range w {
		if u -= float64(x); u < 0 {
			return k
		}
	}
	return len(w) - 1
}

// Report is something a customer has done that a mechanism adds up for the
// whole market at the end of the step.
type Report struct {
	Who  int32
	What int32
}

// Desk is where reports to one mechanism are handed in.
type Desk int

// NewDesk opens a desk for reports. Call it when a mechanism enters.
func (m *Market) NewDesk() Desk {
	m.desks++
	return Desk(m.desks - 1)
}

// Report hands in a report, to be read from Close.
func (s *Span) Report(d Desk, r Report) {
	if s.reports == nil {
		s.reports = make([][]Report, s.Market.desks)
	}
	s.reports[d] = append(s.reports[d], r)
}

// Reports calls f for every report handed in at a desk in the present step, in
// the order of customers.
func (m *Market) Reports(d Desk, f func(Report)) {
	for k := range m.spans {
		if s := &m.spans[k]; s.reports != nil {
			for _, r := range s.reports[d] {
				f(r)
			}
			s.reports[d] = s.reports[d][:0]
		}
	}
}

// NewKind returns a mark for a mechanism's own words.
func (m *Market) NewKind() uint8 {
	m.kinds++
	return m.kinds
}
