package mechanism

import "grapevine/sim"

// everywhere lists the stages of the journey, for what befalls people wherever
// they stand with the brand.
var everywhere = []sim.Stage{sim.Unaware, sim.Aware, sim.Considering, sim.Customer, sim.Loyal, sim.Advocate, sim.Lapsed}

// havingStages are those in which a customer has the product.
var havingStages = []sim.Stage{sim.Customer, sim.Loyal, sim.Advocate}

// having reports whether a customer in a stage has the product.
func having(s sim.Stage) bool {
	return s == sim.Customer || s == sim.Loyal || s == sim.Advocate
}

// settleAll settles all customers, before something changes that sways them.
func settleAll(m *sim.Market) {
	for i := range int32(m.Customers()) {
		m.Settle(i)
	}
}
