package sim

// Notes are what a run keeps of its customers, beyond the weekly table, for
// metrics of time, of exposure and of who brings what. They are taken up to a
// week, the horizon.
type Notes struct {
	Until          int         // week up to which they are taken
	Stays          []Stays     // in each stage, in the order of the table; last, as a present customer
	Sources        []Sourced   // in the order of Trace.Sources
	Met            map[Met]int // customers by what has reached them
	Heard          int64       // words heard
	HeardPaid      int64       // and those of them that were paid for
	Kept13, Kept52 int64       // present customers of 13 and 52 weeks before who have not left since
	Were13, Were52 int64       // present customers then; 0 if that was before the run
}

// Sourced is what a source of credit has brought.
type Sourced struct {
	Won             int64 // first purchases credited to it
	Revenue, Margin int64 // of all customers credited to it, in hundredths
	Good, Bad       int64 // words said, whether paid for or not
	Paid            int64 // those of them that were paid for
}

// Met is a set of what has reached a customer: a word, paid for or not, the
// product as a gift, and by source what was read or visited and what made the
// customer notice the brand, if it was nobody's word.
type Met uint64

// The marks of Met that are no source.
const (
	MetPaid Met = 1 << 63 // heard a word that was paid for
	MetFree Met = 1 << 62 // heard one that was not
	MetGift Met = 1 << 61 // was given the product
)

// lastMet is the source from which on all share a mark.
const lastMet = 60

// MetSource returns the mark of a source, by its index in Trace.Sources.
func MetSource(k int) Met { return 1 << min(k, lastMet) }

// Stays are lengths of stay in whole weeks: Ended[w] came to an end in their
// w-th week, Cut[w] were in their (w+1)-th when the notes ended. A stay that
// began too late for a whole week is not among them.
type Stays struct{ Ended, Cut []int }

// notes is where they are taken during a run.
type notes struct {
	until int32   // step from which on none are taken
	end   float64 // the same in weeks
	stays []stay  // by customer
	met   []Met
	were  [2]int64
}

// stay is when a customer came into the present stage, and became a present
// customer.
type stay struct{ stage, customer float32 }

// spanNotes is what a span takes down.
type spanNotes struct {
	stays           []Stays
	won             []int64
	revenue, margin []int64
	said            [][3]int64 // good, bad, paid
	heard, paid     int64
	gone            [2]int64 // of those who were there back weeks before the end
}

// back is how many weeks before the end retention is counted from.
var back = [2]int{13, 52}

func (m *Market) openNotes() {
	if !m.Plan.Record.Notes {
		return
	}
	until := m.Plan.Record.Until
	if until <= 0 || until > m.Plan.Weeks {
		until = m.Plan.Weeks
	}
	m.notes = &notes{
		until: int32(until * m.stepsPerWeek), end: float64(until),
		stays: cleared(&m.memory.stays, len(m.customers)), met: cleared(&m.memory.met, len(m.customers)),
	}
	for k := range m.spans {
		n := &m.spans[k].notes
		n.stays = make([]Stays, m.stages+1)
		n.won, n.revenue, n.margin = make([]int64, len(m.sources)), make([]int64, len(m.sources)), make([]int64, len(m.sources))
		n.said = make([][3]int64, len(m.sources))
	}
}

// noting reports whether notes are taken of what happens now.
func (m *Market) noting() bool { return m.notes != nil && m.step < m.notes.until }

// noteMove takes down that a customer has moved.
func (s *Span) noteMove(i int32, c *customer, from, to Stage) {
	m := s.Market
	n := m.notes
	t := &n.stays[i]
	now := float32(s.now)
	if m.step >= 0 { // else the customer is placed, and has not stayed
		s.notes.stays[from].note(n.end, float64(t.stage), s.now)
	}
	t.stage = now
	switch {
	case bought(to) && !bought(from):
		t.customer = now
	case bought(from) && !bought(to):
		s.notes.stays[m.stages].note(n.end, float64(t.customer), s.now)
		for k, weeks := range back {
			if since := n.end - float64(weeks); since >= 0 && float64(t.customer) <= since && s.now > since {
				s.notes.gone[k]++
			}
		}
	}
	switch {
	case s.gift:
		n.met[i] |= MetGift
	case from == Unaware && c.teller < 0: // else a word has left its own mark
		n.met[i] |= MetSource(int(c.source))
	}
}

// note counts a stay that has ended. That it ends is only counted if it would
// have been seen to last the whole of its last week: whether a stay that began
// late is cut off must not depend on when it ends.
func (y *Stays) note(end, since, now float64) {
	seen := int(end - since)
	if week := whole(now - since); week <= seen {
		y.Ended = bump(y.Ended, week)
	} else if seen > 0 {
		y.Cut = bump(y.Cut, seen)
	}
}

// whole returns in which week a stay of a length ends, the first if it is 0.
func whole(weeks float64) int {
	n := int(weeks)
	if float64(n) < weeks || n == 0 {
		n++
	}
	return n
}

// noteWord takes down that a customer has heard a word.
func (s *Span) noteWord(w *Word) {
	mark := MetFree
	s.notes.heard++
	if w.Flags&Paid != 0 {
		mark = MetPaid
		s.notes.paid++
	}
	s.Market.notes.met[w.To] |= mark
}

// noteSaid takes down that a word was said.
func (s *Span) noteSaid(w *Word) {
	said := &s.notes.said[w.Source]
	if w.Flags&Bad != 0 {
		said[1]++
	} else {
		said[0]++
	}
	if w.Flags&Paid != 0 {
		said[2]++
	}
}

// notesWeek notes at the end of a week what must be known of that week.
func (m *Market) notesWeek(t *Trace, week int) {
	n := m.notes
	if n == nil {
		return
	}
	for k, weeks := range back {
		if week == int(n.end)-weeks {
			n.were[k] = m.level[Customer] + m.level[Loyal] + m.level[Advocate]
		}
	}
	if week == int(n.end) {
		t.Notes = m.closeNotes()
	}
}

// closeNotes cuts off the stays that go on, and adds up what the spans have
// taken down.
func (m *Market) closeNotes() *Notes {
	n := m.notes
	all := &Notes{
		Until: int(n.end), Stays: make([]Stays, m.stages+1), Sources: make([]Sourced, len(m.sources)), Met: map[Met]int{},
		Were13: n.were[0], Were52: n.were[1], Kept13: n.were[0], Kept52: n.were[1],
	}
	for k := range m.spans {
		s := &m.spans[k].notes
		for y := range s.stays {
			all.Stays[y].Add(s.stays[y])
		}
		for k := range all.Sources {
			o := &all.Sources[k]
			o.Won += s.won[k]
			o.Revenue += s.revenue[k]
			o.Margin += s.margin[k]
			o.Good += s.said[k][0]
			o.Bad += s.said[k][1]
			o.Paid += s.said[k][2]
		}
		all.Heard += s.heard
		all.HeardPaid += s.paid
		all.Kept13 -= s.gone[0]
		all.Kept52 -= s.gone[1]
	}
	for i := range m.customers {
		t := n.stays[i]
		stage := m.customers[i].stage
		all.Stays[stage].cut(n.end - float64(t.stage))
		if bought(stage) {
			all.Stays[m.stages].cut(n.end - float64(t.customer))
		}
		if n.met[i] != 0 {
			all.Met[n.met[i]]++
		}
	}
	return all
}

func (y *Stays) cut(weeks float64) {
	if weeks >= 1 {
		y.Cut = bump(y.Cut, int(weeks))
	}
}

// Add adds further stays.
func (y *Stays) Add(other Stays) {
	y.Ended, y.Cut = added(y.Ended, other.Ended), added(y.Cut, other.Cut)
}

// added adds up two histograms.
func added(a, b []int) []int {
	if len(b) > len(a) {
		a = append(a, make([]int, len(b)-len(a))...)
	}
	for k, n := range b {
		a[k] += n
	}
	return a
}
