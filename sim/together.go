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

// Signal sends a mechanism's own message, as Span.Signal does. Call it from
// Close.
func (m *Market) Signal(w Word, to []int32, but []uint32) { m.spans[w.From/span].Signal(w, to, but) }

// Experience is something that customers go through together.
type Experience uint8

// The experiences that are told of.
const (
	Gathering    Experience = iota // an event
	Conversation                   // the same week in a community
	Purchase                       // the same offer to a group
)

// A Companion is told of customers who have been through something together.
type Companion interface {
	Together(m *Market, what Experience, who []int32)
}

// An Acquaintance has a say in whom a customer turns to: it is asked for the
// tie that a number in (0, 1) falls on, in a layer in which the customer has
// ties, and must answer alike until the next Close. If ok is false the network
// alone decides.
type Acquaintance interface {
	Turn(i int32, layer int, u float64) (to int32, ok bool)
}

// Watched reports whether anybody wants to know who goes through something
// together: if not, it need not be found out.
func (m *Market) Watched() bool { return len(m.companions) > 0 }

// Together tells of customers, in ascending order, who have been through
// something together. Call it from Close.
func (m *Market) Together(what Experience, who []int32) {
	for _, c := range m.companions {
		c.Together(m, what, who)
	}
}
