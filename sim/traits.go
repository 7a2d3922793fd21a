package sim

import "grapevine/chance"

var (
	purposeSegment = chance.NewPurpose("segment")
	purposeTraits  = chance.NewPurpose("traits")
	purposeBaskets = chance.NewPurpose("trait: basket")
)

// openTraits draws what each customer is like. Which segment a customer
// belongs to, and every trait, depends on the luck alone.
func (m *Market) openTraits() {
	if len(m.Plan.Segments) == 0 {
		return
	}
	m.traits = make([]trait, len(m.customers))
	for i := range m.customers {
		u := m.Luck.Uniform(purposeSegment, uint32(i), 0)
		k := 0
		for k < len(m.Plan.Segments)-1 && u >= m.Plan.Segments[k].Share {
			u -= m.Plan.Segments[k].Share
			k++
		}
		g := &m.Plan.Segments[k]
		m.customers[i].class = uint8(k * roleCount)
		m.traits[i] = trait{
			talk:        float32(g.Talkativeness * m.spread(purposeTraits, i, g.TalkativenessSpread)),
			susceptible: float32(g.Susceptibility),
			basket:      float32(g.Basket * m.spread(purposeBaskets, i, g.BasketSpread)),
			need:        float32(g.Need),
		}
	}
}

// spread returns a lognormal factor of mean 1.
func (m *Market) spread(p chance.Purpose, i int, sigma float64) float64 {
	if sigma == 0 {
		return 1
	}
	return chance.Exp(float64(sigma*m.Luck.Normal(p, uint32(i), 0)) - float64(sigma*sigma)/2)
}
