package sim

// openHeed lays out how much customers of each segment heed words of those of
// each, if any segment makes a difference.
func (m *Market) openHeed() {
	all := m.Plan.Segments
	for k := range all {
		if len(all[k].Heeds) == 0 {
			continue
		}
		if m.heed == nil {
			m.heed = make([][]float64, len(all))
			m.kin = make([]uint8, len(m.customers))
		}
		m.heed[k] = make([]float64, len(all))
		for l := range all {
			m.heed[k][l] = 1
			if x, ok := all[k].Heeds[all[l].Name]; ok {
				m.heed[k][l] = x
			}
		}
	}
}

// Heed returns the effect of a word on a customer, relative to an ordinary one:
// how susceptible the customer is, and what those like the speaker count for.
func (m *Market) Heed(hearer, speaker int32) float64 {
	if m.traits == nil {
		return 1
	}
	heed := float64(m.traits[hearer].susceptible)
	if m.heed != nil && m.heed[m.kin[hearer]] != nil {
		heed *= m.heed[m.kin[hearer]][m.kin[speaker]]
	}
	return heed
}

// Influence returns how much what a customer says counts, relative to an
// ordinary one.
func (m *Market) Influence(i int32) float64 {
	if m.traits == nil {
		return 1
	}
	return float64(m.traits[i].influence)
}
