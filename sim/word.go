package sim

import (
	"math"
	"slices"
	"sync/atomic"

	"grapevine/chance"
)

// Word is something said by one customer to another. It is heard at the end
// of the step in which it was said.
type Word struct {
	To, From int32
	Weight   float32 // resistance it takes off an unaware, ordinary hearer
	Source   Source  // what it is credited to
	Kind     uint8   // the mechanism's own mark; 0 is plain talk
	Flags    WordFlags
	Roles    Role // of the speaker when it was said; Say fills them in
}

// WordFlags say what kind of word it is.
type WordFlags uint8

// The flags of a word.
const (
	Bad    WordFlags = 1 << iota // speaks against the brand
	Paid                         // the speaker is rewarded for it
	Mute                         // carries a mechanism's message only: no persuasion, not counted as a mention
	Hidden                       // paid, and the hearer is not told
	Quiet                        // a mechanism's own that wakes the hearer only if the mechanism, hearing it, settles or pushes
)

// Say sends a word of the customer in hand on its way.
func (s *Span) Say(w Word) {
	w.Roles = s.Market.customers[w.From].roles()
	if w.Flags&Mute == 0 {
		if t := s.Market.traits; t != nil {
			w.Weight *= t[w.From].influence
		}
		switch {
		case w.Flags&Bad != 0:
			s.flow[s.Market.fixed.bad]++
		default:
			s.flow[s.Market.fixed.good]++
		}
		if w.Flags&Paid != 0 {
			s.flow[s.Market.fixed.paid]++
		}
		if s.Market.noting() {
			s.noteSaid(&w)
		}
	}
	s.out = append(s.out, w)
}

// Signal sends a mechanism's own message, which persuades nobody by itself, from
// the customer in hand to each of some others but those in a set, a bit a
// customer; nil is nobody. Others may be adding to the set meanwhile: whether
// they are seen to be in it must not matter. The message tells no roles.
func (s *Span) Signal(w Word, to []int32, but []uint32) {
	w.Flags |= Mute
	n := len(s.out)
	s.out = slices.Grow(s.out, len(to))[:n+len(to)]
	for _, j := range to {
		w.To = j
		s.out[n] = w
		left := uint32(1)
		if but != nil {
			left &^= atomic.LoadUint32(&but[j>>5]) >> (j & 31)
		}
		n += int(left) // no branch: who is in the set cannot be foreseen
	}
	s.out = s.out[:n]
}

// hear lets a word do its work on the hearer: a good one runs the clocks
// towards the brand down and lifts the bond of those who are customers, a bad
// one winds them up and hastens leaving.
func (s *Span) hear(w Word) {
	m := s.Market
	i := w.To
	c := &m.customers[i]
	s.now = m.Week()
	s.pushed = 0
	if w.Flags&Mute == 0 {
		if m.noting() {
			s.noteWord(&w)
		}
		for _, x := range m.sceptics {
			w.Weight *= float32(x.Belief(s, w))
		}
		s.persuade(i, c, w)
	}
	if w.Kind != 0 && w.Flags&Quiet == 0 {
		m.rouse(i, m.step)
	}
	for _, h := range m.hearers {
		h.Heard(s, w)
	}
}

func (s *Span) persuade(i int32, c *customer, w Word) {
	m := s.Market
	h := &m.Plan.Hearing
	push := float64(w.Weight)
	if m.traits != nil {
		push *= m.Heed(i, w.From)
	}
	if w.Flags&Bad != 0 {
		push *= -h.Negative
	}
	switch c.stage {
	case Unaware:
		if w.Flags&Bad != 0 { // nobody is kept from noticing by hearing of it
			s.nearer(i, c, Forward)
			return
		}
		s.press(i, c, w, push*h.Unaware)
	case Aware:
		s.press(i, c, w, push*h.Aware)
	case Considering:
		s.press(i, c, w, push*h.Considering)
	case Lapsed:
		c.left[Forward] -= float32(push * h.Lapsed)
		s.nearer(i, c, Forward)
	default:
		if w.Flags&Bad != 0 {
			c.left[Leave] += float32(push * h.NegativeLeave)
			s.nearer(i, c, Leave)
			return
		}
		if !s.catchUp(i, c, m.step) { // the bond changes the rates
			s.stale = staleAll
		}
		c.bond += float32(h.Bond * push * (1 - float64(c.bond)))
		c.bond = max(0, min(c.bond, 1))
		s.reckon(i, c)
		if c.wake > m.step { // else the customer is looked at in this step anyhow
			s.stale |= staleBond
			s.refresh(i, c)
			m.rouse(i, max(m.step, s.wakeUp(i, c)))
		}
	}
}

// press takes resistance off the clock that leads a customer on, or winds it
// up if the push is negative.
func (s *Span) press(i int32, c *customer, w Word, push float64) {
	c.left[Forward] -= float32(push)
	s.pushed = push
	s.nearer(i, c, Forward)
	if push > 0 && c.flags&everBought == 0 {
		s.credit(i, c, w.Source, w.From, push)
	}
}

// Pushed returns the resistance that the word just heard has taken off the
// hearer's Forward clock on the way to a purchase.
func (s *Span) Pushed() float64 { return s.pushed }

// Push takes resistance off the Forward clock of the customer in hand, on
// behalf of a source, as one reading or one invitation does. from is the
// customer whose word it was, or -1.
func (s *Span) Push(i int32, source Source, from int32, resistance float64) {
	m := s.Market
	c := &m.customers[i]
	c.left[Forward] -= float32(resistance)
	if resistance > 0 && c.flags&everBought == 0 {
		s.credit(i, c, source, from, resistance)
	}
	if m.noting() {
		m.notes.met[i] |= MetSource(int(source))
	}
	m.rouse(i, m.step)
}

// Win takes all that is left off the Forward clock of the customer in hand, when
// a clock of a mechanism strikes: the way of a contact that persuades with a
// probability, or does nothing. It is what many that take -ln(1-p) off come to.
func (s *Span) Win(i int32, source Source) {
	s.Push(i, source, -1, max(0, float64(s.Market.customers[i].left[Forward])))
}

// Credit: what a customer's first purchase is due to is drawn in proportion to
// what each source has taken off the clocks on the way to it. The draw is made
// as the contributions come, one kept at a time (weighted reservoir sampling,
// Chao 1982), so that it costs a customer thirteen bytes however many sources
// there are; the person whose word it was is drawn with it.
//
// When what has been taken off grows from w to x, the credit stays with whom it
// is with the probability w/x. So it stays until w has come to w/u, with u
// uniform, and only then is there anything to draw (Efraimidis & Spirakis
// 2006). While the source that has the credit is the one at work, nothing need
// be known: where the limit lies once another comes depends on w alone.
var (
	partCredit    = int(chance.NewPurpose("credit of a purchase"))
	purposeCredit = chance.NewPurpose("credit: up to where it stays")
)

func (s *Span) credit(i int32, c *customer, from Source, teller int32, amount float64) {
	before := c.weight
	c.weight += float32(amount)
	if c.source == from && c.teller == teller {
		return
	}
	if c.limit <= before {
		a, _ := s.Market.creditLuck.Bits(purposeCredit, uint32(i), math.Float32bits(before))
		c.limit = float32(float64(before) / chance.Unit(a))
	}
	if c.limit <= c.weight {
		c.source, c.teller = from, teller
	}
}

// Parent returns the customer whose word is credited with a first purchase, or
// -1. It is meaningful once the customer has bought.
func (m *Market) Parent(i int32) int32 {
	if m.customers[i].flags&everBought == 0 {
		return -1
	}
	return m.customers[i].teller
}
