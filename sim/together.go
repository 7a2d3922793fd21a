package sim

// What befalls many customers at one moment, a meeting or a day of bad news,
// is done to them in Close, where they are in nobody's hands. It is felt from
// the next step on.

// Feel changes the attitudes of a customer, as Span.Feel does. Call it from
// Close.
func (m *Market) Feel(i int32, satisfaction, bond, trust float64) {
	m.Settle(i)
	m.spans[i/span].feel(i, &m.customers[i], satisfaction, bond, trust)
}

// Push takes resistance off a customer's Forward clock, as Span.Push does.
// Call it from Close.
func (m *Market) Push(i int32, source Source, from int32, resistance float64) {
	m.Settle(i)
	c := &m.customers[i]
	c.left[Forward] -= float32(resistance)
	if resistance > 0 && c.flags&everBought == 0 {
		m.spans[i/span].credit(i, c, source, from, resistance)
	}
	if m.noting() {
		m.notes.met[i] |= MetSource(int(source))
	}
}

// Say sends a word on its way, as Span.Say does. Call it from Close.
func (m *Market) Say(w Word) { m.spans[w.From/span].Say(w) }
