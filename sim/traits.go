package sim

import "grapevine/chance"

var (
	purposeTraits  = chance.NewPurpose("traits")
	purposeBaskets = chance.NewPurpose("trait: basket")
	purposeNeeds   = chance.NewPurpose("trait: need")

	purposeSusceptible = chance.NewPurpose("trait: susceptibility")
)

// openTraits draws what each customer is like. Which segment a customer
// belongs to, and every trait, depends on the luck and the ties alone.
func (m *Market) openTraits() {
	if len(m.Plan.Segments) == 0 {
		return
	}
	m.traits = make([]trait, len(m.customers))
	m.openHeed()
	mean := m.meanTies()
	for i, k := range m.placed() {
		g := &m.Plan.Segments[k]
		m.customers[i].class = uint8(int(k) * roleCount)
		if m.heed != nil {
			m.kin[i] = uint8(k)
		}
		t := trait{
			talk:        float32(g.Talkativeness * m.spread(purposeTraits, i, g.TalkativenessSpread)),
			susceptible: float32(g.Susceptibility * m.spread(purposeSusceptible, i, g.SusceptibleSpread)),
			basket:      float32(g.Basket * m.spread(purposeBaskets, i, g.BasketSpread)),
			need:        float32(g.Need * m.spread(purposeNeeds, i, g.NeedSpread)),
			influence:   1,
			notice:      float32(g.Notice),
		}
		if g.TalkByTies > 0 {
			t.talk *= float32(chance.Pow(float64(m.ties(int32(i)))/mean, g.TalkByTies))
		}
		if g.LeadersSwayed > 0 && t.talk > 0 {
			t.susceptible *= float32(chance.Pow(float64(t.talk), -g.LeadersSwayed))
		}
		if g.HeavyUsersLead > 0 {
			t.influence = float32(chance.Pow(float64(t.basket*t.need), g.HeavyUsersLead))
		}
		m.traits[i] = t
	}
}

// ties returns how many ties a customer has, over all layers.
func (m *Market) ties(i int32) (n int) {
	for _, g := range m.layers {
		n += g.Degree(i)
	}
	return n
}

// meanTies returns how many ties a customer has on average, and at least 1 so
// that one may divide by it.
func (m *Market) meanTies() float64 {
	n := 0
	for i := range m.customers {
		n += m.ties(int32(i))
	}
	return max(1, float64(n)/float64(len(m.customers)))
}

// spread returns a lognormal factor of mean 1.
func (m *Market) spread(p chance.Purpose, i int, sigma float64) float64 {
	if sigma == 0 {
		return 1
	}
	return chance.Exp(float64(sigma*m.Luck.Normal(p, uint32(i), 0)) - float64(sigma*sigma)/2)
}

// goods returns the cost of goods of a usual basket of a customer's segment:
// what its margin leaves of the price.
func (m *Market) goods(c *customer) float64 {
	p := &m.Plan.Product
	if len(m.Plan.Segments) == 0 {
		return p.UnitCost
	}
	if margin := m.Plan.Segments[c.segment()].Margin; margin != 1 {
		return p.Price - float64(margin*(p.Price-p.UnitCost))
	}
	return p.UnitCost
}
