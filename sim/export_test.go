package sim

// Declare has the clocks that mechanisms have brought so far declare other
// feelings that they ignore, and stand still for somebody or for nobody.
func (m *Market) Declare(ignored Feeling, still bool) {
	for k := range m.own {
		m.own[k].Ignores = ignored
		m.own[k].Still = m.own[k].Still && still
	}
}
