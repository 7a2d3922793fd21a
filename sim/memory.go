package sim

import "sync"

// memory is what a run works in and leaves nothing of in its trace. The next run
// of a worker takes it over: of many small markets most of the time would go
// into getting memory and giving it back. Nobody keeps hold of it between runs,
// so that a large market's does not stay for long.
type memory struct {
	customers []customer
	passed    []uint16
	ownLeft   []float32
	wound     []uint32
	spans     []Span
	inbox     []Word
	letter    []int32
	place     []int32
	on        [][]int32
	now       []float64
	bound     []float64
	press     []clockSet
	stays     []stay
	met       []Met
	forest    forest
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// cleared returns so many zeros in memory that is kept, which grows if it must.
func cleared[T any](kept *[]T, n int) []T {
	if cap(*kept) < n {
		*kept = make([]T, n)
		return *kept
	}
	*kept = (*kept)[:n]
	clear(*kept)
	return *kept
}

// spansOf returns so many spans; what memory they have is still with them.
func (k *memory) spansOf(n int) []Span {
	for cap(k.spans) < n {
		k.spans = append(k.spans[:cap(k.spans)], Span{})
	}
	k.spans = k.spans[:n]
	return k.spans
}

// open makes a span that of a market's customers from low to before high.
func (s *Span) open(m *Market, low, high int32) {
	*s = Span{
		Market: m, low: low, high: high,
		out: s.out[:0], due: s.due[:0],
		flow: cleared(&s.flow, len(m.columns)), books: cleared(&s.books, len(m.account)), credits: cleared(&s.credits, len(m.sources)),
		rate: Rate{Of: cleared(&s.rate.Of, m.clocks), Parts: s.rate.Parts[:0]}, calendar: s.calendar,
	}
	s.plain = s.rate.Of[:ownClocks]
	if len(m.swayers) > 0 {
		s.plain = make([]float64, ownClocks)
	}
	s.calendar.open(int(high-low), m.Plan.Weeks*m.stepsPerWeek)
}

// giveBack leaves the memory of a market whose run is over to the next.
func (m *Market) giveBack() {
	m.memory.inbox = m.inbox[:0]
	for k := range m.spans {
		m.spans[k].Market = nil // else the plan and the ties would stay
	}
	memories.Put(m.memory)
	m.memory = nil
}
