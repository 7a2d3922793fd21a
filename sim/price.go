package sim

import "grapevine/chance"

// openPrice notes what the price does to the plan's segments: where it is not
// the usual one, the clocks of deciding and of buying again are wound with more
// or less resistance, so that all that leads to a purchase, need, a word or an
// offer, counts for less at a higher price.
func (m *Market) openPrice() {
	p := &m.Plan.Product
	if p.UsualPrice == 0 || p.Price == p.UsualPrice {
		return
	}
	for k := range m.classes / roleCount {
		m.reluctance = append(m.reluctance, 1/p.Demand(p.Price/p.UsualPrice, m.Plan.sensitivity(k)))
	}
}

// atPrice returns the resistance to a purchase at the plan's price.
func (m *Market) atPrice(c *customer, resistance float64) float32 {
	if m.reluctance != nil {
		resistance *= m.reluctance[c.segment()]
	}
	return float32(resistance)
}

// Demand returns the factor of the hazards of buying at a price, relative to
// the usual one, of customers with some price sensitivity (1 is ordinary).
func (p *Product) Demand(price, sensitivity float64) float64 {
	return chance.Pow(price, -p.Elasticity*sensitivity)
}

// sensitivity returns the price sensitivity of a segment.
func (p *Plan) sensitivity(segment int) float64 {
	if len(p.Segments) == 0 {
		return 1
	}
	return p.Segments[segment].PriceSensitivity
}

// Sensitivity returns the price sensitivity of a segment, 1 is ordinary.
func (m *Market) Sensitivity(segment int) float64 { return m.Plan.sensitivity(segment) }

var purposeOptIn = chance.NewPurpose("opt in")

// OptsIn reports whether a customer takes part in programmes at all.
func (m *Market) OptsIn(i int32) bool {
	if len(m.Plan.Segments) == 0 {
		return true
	}
	share := m.Plan.Segments[m.Segment(i)].OptIn
	return share >= 1 || m.Luck.Uniform(purposeOptIn, uint32(i), 0) < share
}
