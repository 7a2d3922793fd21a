package sim

// Taking is what a sum of revenue was paid for.
type Taking uint8

// What revenue is paid for.
const (
	TakingNew      Taking = iota // first purchases
	TakingRepeat                 // further purchases of those who have stayed since the first
	TakingRegained               // purchases of those who had left and came back
	TakingFurther                // other products of the line
	takings
)

// earn books what a customer pays, and what the goods cost, in hundredths of
// the currency. All revenue of a run passes here.
func (s *Span) earn(i int32, c *customer, of Taking, price, cost int64) {
	s.books[accountRevenue] += price
	s.books[accountGoods] -= cost
	s.takings[of] += price
	m := s.Market
	if m.lives != nil {
		m.lives.value[i] += price - cost
	}
	if m.notes != nil && m.step < m.notes.until {
		n := &s.notes
		n.revenue[c.source] += price
		n.margin[c.source] += price - cost
	}
	if m.Plan.Record.Purchases {
		s.diary = append(s.diary, Entry{Who: i, Week: m.bookWeek(), At: float32(s.now), Kind: s.entryKind(of), Margin: price - cost})
	}
}

// bookWeek returns the week in whose row what happens now is booked.
func (m *Market) bookWeek() int32 {
	if m.step < 0 {
		return 0
	}
	return m.step/int32(m.stepsPerWeek) + 1
}
