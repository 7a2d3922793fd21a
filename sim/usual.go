package sim

// Basket returns a customer's usual basket, relative to an ordinary one.
func (m *Market) Basket(i int32) float64 {
	if m.traits == nil {
		return 1
	}
	return float64(m.traits[i].basket)
}

// Need returns a customer's need of what is sold, relative to an ordinary
// customer's.
func (m *Market) Need(i int32) float64 {
	if m.traits == nil {
		return 1
	}
	return float64(m.traits[i].need)
}

// Talkativeness returns how much a customer talks, relative to an ordinary one.
func (m *Market) Talkativeness(i int32) float64 {
	if m.traits == nil {
		return 1
	}
	return float64(m.traits[i].talk)
}

// Susceptibility returns what words do to a customer, relative to an ordinary
// one.
func (m *Market) Susceptibility(i int32) float64 {
	if m.traits == nil {
		return 1
	}
	return float64(m.traits[i].susceptible)
}
