package sim

import (
	"math"

	"grapevine/chance"
)

// Span is a run of neighbouring customers in the hands of one worker, with
// what they do to the rest of the market: words, counts, money. Nothing that
// another worker reads is written through it.
type Span struct {
	Market *Market

	low, high int32
	now       float64   // weeks
	pushed    float64   // by the word just heard
	moved     bool      // the customer in hand has moved
	stale     stale     // what of the rates holds no more for the customer in hand
	missed    int       // how often the customer in hand has found nothing to buy in this step
	table     int       // of the clock of a mechanism that strikes
	plain     []float64 // the rates of the journey before mechanisms sway them
	struck    clockSet  // clocks that have struck in this step, for the synchronous scheme
	rate      Rate
	out       []Word
	flow      []int64 // by column
	books     []int64 // by account
	credits   []int64 // by source
	takings   [takings]int64
	notes     spanNotes  // with Record.Notes
	diary     []Entry    // with Record.Purchases
	reports   [][]Report // by desk
	due       []int32    // customers to look at in this step
	warm      int32      // of no meaning: see step
	calendar  calendar
	played    Role      // what customers of the span play or have played
	worth     []float64 // of the options of the customer in hand who chooses
	gift      bool      // the next purchase is a gift
	err       error
}

// Rate is a customer's own hazards, in 1/week, before the pressures that all
// in the class share.
type Rate struct {
	Stage Stage
	Of    []float64 // by clock
	Parts []Part    // of the Forward clock's, that are credited to others than the customer's own need
}

// Part is a part of a hazard that is due to a source, and to the customer From
// if it is talk; else From is -1.
type Part struct {
	Source Source
	From   int32
	Rate   float64 // 1/week
}

// Now returns the time in weeks of what is happening to the customer in hand.
func (s *Span) Now() float64 { return s.now }

// Number returns which of the market's spans it is, from 0.
func (s *Span) Number() int { return int(s.low / span) }

// Rest returns the weeks from what is happening to the customer in hand to the
// end of the step, when others hear of it.
func (s *Span) Rest() float64 {
	return max(0, float64(float64(s.Market.step+1)*s.Market.dt)-s.now)
}

// Settle brings the clocks of the customer in hand up to the start of the
// present step. Call it from Heard before anything changes that sways the
// customer's Forward clock, and Swayed once it has, with what Settle reports:
// whether the rates in hand are this customer's.
func (s *Span) Settle(i int32) (known bool) {
	m := s.Market
	return s.catchUp(i, &m.customers[i], m.step)
}

// Swayed has the customer in hand looked at when the Forward clock strikes as it
// is swayed now, which is by a hazard more than before, in 1/week.
func (s *Span) Swayed(i int32, more float64, known bool) {
	m := s.Market
	c := &m.customers[i]
	if known && c.wake > m.step && m.clocksOf(i, c).has(Forward) {
		s.rate.Of[Forward] += more
		s.soon(i, c, Forward)
		return
	}
	s.nearer(i, c, Forward)
}

// maxStrikes is how often clocks may strike for one customer in one step
// before the rates are taken to be a mistake.
const maxStrikes = 10_000

// live takes a customer through the present step: alone, in continuous time,
// from strike to strike (or, in the synchronous scheme, up to the first move).
// Where no pressures work, the time slept through is lived in one stretch with
// the step. The clocks are left as they were at the last strike, and the next
// wake-up is left to be written down.
func (s *Span) live(i int32) {
	m := s.Market
	c := &m.customers[i]
	start, end := m.at(m.step), m.at(m.step+1)
	if (m.Plan.Synchronous || m.hazards.pressed(c)) && s.catchUp(i, c, m.step) {
		s.refresh(i, c)
	} else {
		s.rates(i, c)
	}
	s.missed = 0
	var clock Clock
	var wait float64
	strikes := 0
	for {
		left := m.weeks(end - c.since)
		clock, wait = s.first(i, c, m.hazards.now, left+m.patience(i, c))
		if wait >= left {
			if c.since >= start || !m.fades(i, c) {
				break
			}
			s.elapse(i, c, start) // nothing strikes, but the bond fades
			s.refresh(i, c)
			continue
		}
		wait = max(wait, m.weeks(start-c.since)) // before the step nothing has happened
		s.now = m.weeks(c.since) + wait
		s.run(i, c, wait)
		s.moved, s.stale = false, 0
		at := m.after(c.since, wait, start, end)
		s.fade(c, at)
		c.since = at
		s.strike(i, c, clock)
		s.refresh(i, c)
		if strikes++; strikes > maxStrikes {
			s.err = errRates(m, i, c)
			break
		}
		if m.Plan.Synchronous {
			if s.moved {
				break
			}
			s.struck |= just(clock)
		}
	}
	switch {
	case m.Plan.Synchronous && strikes > 0:
		if !s.moved { // else the clocks of where the move led run from the next step on
			s.run(i, c, m.weeks(end-c.since)) // without those that have struck
		}
		s.fade(c, end)
		c.since, s.struck = end, 0
		s.refresh(i, c)
		c.wake = s.wakeUp(i, c)
	case m.hazards.pressed(c):
		c.wake = s.wakeUp(i, c)
	default:
		c.wake = s.nextLook(c, clock, wait)
	}
	c.wake = max(c.wake, m.step+1)
}

// none is no clock.
const none = Clock(255)

// first returns the clock of a customer that strikes first at the customer's
// own rates and a table of pressures, and in how many weeks, if that is less
// than within; else no clock, and within.
func (s *Span) first(i int32, c *customer, pressures []float64, within float64) (Clock, float64) {
	m := s.Market
	row := m.hazards.row(c.stage, c.class)
	rates, press := s.rate.Of[:m.clocks], pressures[row:row+m.clocks]
	own := m.ownLeft[int(i)*len(m.own):]
	best, lowest := none, float32(0)
	// Times are compared by their bits, which order them if none is negative: so
	// there is no branch, for which of the clocks is first cannot be foreseen.
	soonest := math.Float64bits(within)
	for set := m.clocksOf(i, c) &^ s.struck; set != 0; set = set.rest() {
		k := set.first()
		var left float32
		if k < ownClocks {
			left = c.left[k]
		} else {
			left = own[k-ownClocks]
		}
		if left <= 0 {
			if soonest > 0 || left < lowest {
				best, soonest, lowest = k, 0, left
			}
			continue
		}
		if weeks := math.Float64bits(float64(left) / (rates[k] + press[k])); weeks < soonest {
			best, soonest = k, weeks
		}
	}
	return best, math.Float64frombits(soonest)
}

// run takes a time in weeks off all clocks of a customer at the present rates
// and pressures.
func (s *Span) run(i int32, c *customer, weeks float64) {
	if weeks <= 0 {
		return
	}
	s.wear(i, c, weeks)
	if s.Market.hazards.pressed(c) {
		s.yield(i, c, 0, 0, weeks)
	}
}

// wear takes off a customer's clocks what the customer's own rates come to in
// some weeks.
func (s *Span) wear(i int32, c *customer, weeks float64) {
	m := s.Market
	winning := c.flags&everBought == 0
	for set := m.clocksOf(i, c) &^ s.struck; set != 0; set = set.rest() {
		k := set.first()
		rate := s.rate.Of[k]
		if rate == 0 {
			continue
		}
		off := float64(rate * weeks)
		*m.timeLeft(i, c, k) -= float32(off)
		if k == Forward && winning {
			s.creditParts(i, c, off, weeks)
		}
	}
}

// creditParts credits what the customer's own rate has taken off the Forward
// clock: its parts to those they are due to, the rest to the own need.
func (s *Span) creditParts(i int32, c *customer, off, weeks float64) {
	rest := off
	for _, p := range s.rate.Parts {
		part := float64(p.Rate * weeks)
		s.credit(i, c, p.Source, p.From, part)
		rest -= part
	}
	if len(s.rate.Parts) == 0 || rest > 1e-9*off { // less is rounding
		s.credit(i, c, OwnNeed, -1, rest)
	}
}

// yield takes off a customer's clocks what the pressures have come to between
// two instants, and further weeks at what they are now.
func (s *Span) yield(i int32, c *customer, from, to instant, weeks float64) {
	m := s.Market
	on := m.hazards.on[m.hazards.row(c.stage, c.class):]
	for set := m.clocksOf(i, c) & m.hazards.pressing(c) &^ s.struck; set != 0; set = set.rest() {
		k := set.first()
		for _, col := range on[k] {
			p := &m.hazards.columns[col]
			off := float64(p.now * weeks)
			if from < to {
				off += m.hazards.until(p, to) - m.hazards.until(p, from)
			}
			if off <= 0 {
				continue
			}
			*m.timeLeft(i, c, k) -= float32(off)
			if k == Forward && c.flags&everBought == 0 {
				s.credit(i, c, p.source, -1, off)
			}
		}
	}
}

// timeLeft returns where a clock's resistance is kept.
func (m *Market) timeLeft(i int32, c *customer, k Clock) *float32 {
	if k < ownClocks {
		return &c.left[k]
	}
	return &m.ownLeft[m.ownAt(i, k)]
}

// catchUp runs a sleeping customer's clocks up to the start of a step, at the
// rates the customer had, and lets the bond fade meanwhile. It reports whether
// it has worked out the rates, of which only what is stale does not hold now.
func (s *Span) catchUp(i int32, c *customer, step int32) bool {
	to := s.Market.at(step)
	if c.since >= to {
		return false
	}
	s.rates(i, c)
	s.stale = 0
	s.elapse(i, c, to)
	return true
}

// elapse runs the clocks of a customer to whom nothing has happened up to an
// instant, and lets the bond fade.
func (s *Span) elapse(i int32, c *customer, to instant) {
	m := s.Market
	s.wear(i, c, m.weeks(to-c.since))
	if m.hazards.pressed(c) {
		s.yield(i, c, c.since, to, 0)
	}
	s.fade(c, to)
	c.since = to
}

// fade lets the bond fade from when the clocks were last run to an instant.
// Then rates are stale.
func (s *Span) fade(c *customer, to instant) {
	decay := s.Market.Plan.Attitudes.BondDecay
	if c.bond == 0 || decay == 0 || c.since >= to {
		return
	}
	c.bond *= float32(chance.Exp(-float64(decay * s.Market.weeks(to-c.since))))
	s.stale |= staleBond
}

// unseen is the share of a bond that may fade before its effect on the rates
// is looked at again.
const unseen = 0.1

// fades reports whether a customer has a bond that any of the clocks depends on.
func (m *Market) fades(i int32, c *customer) bool {
	return c.bond > 0 && (m.bondful[c.stage] || m.bonding&m.clocksOf(i, c) != 0)
}

// patience returns the weeks after which a customer is looked at anyhow.
func (m *Market) patience(i int32, c *customer) float64 {
	if m.fades(i, c) {
		return m.fadeSeen
	}
	return math.Inf(1)
}

// wakeUp returns the step in which a clock of the customer may next strike,
// however the pressures move below their bounds.
func (s *Span) wakeUp(i int32, c *customer) int32 {
	clock, weeks := s.first(i, c, s.Market.hazards.bound, s.Market.patience(i, c))
	return s.nextLook(c, clock, weeks)
}

// nextLook returns the step in which to look at a customer whose next clock
// strikes some weeks after the last look.
func (s *Span) nextLook(c *customer, clock Clock, weeks float64) int32 {
	c.flags &^= ties
	if clock >= Speak && clock != none {
		c.flags |= ties
	}
	return s.Market.stepAfter(c, weeks)
}

// nearer brings forward when a customer is looked at, after something has been
// taken off a clock of the journey.
func (s *Span) nearer(i int32, c *customer, k Clock) {
	m := s.Market
	if c.wake <= m.step || !m.clocksOf(i, c).has(k) {
		return
	}
	s.journey(i, c)
	s.soon(i, c, k)
}

// soon brings it forward to when a clock of the journey strikes at the rates in
// hand.
func (s *Span) soon(i int32, c *customer, k Clock) {
	m := s.Market
	weeks := 0.0
	if left := float64(c.left[k]); left > 0 {
		weeks = left / (s.rate.Of[k] + m.hazards.bound[m.hazards.row(c.stage, c.class)+int(k)])
	}
	m.rouse(i, max(m.step, m.stepAfter(c, weeks)))
}

// Converse has the customer in hand have a conversation now, the next in the
// order of those they have.
func (s *Span) Converse(i int32) {
	c := &s.Market.customers[i]
	count := uint32(c.spoken)
	if c.spoken++; c.spoken == 0 {
		s.err = errCount(s.Market, i, "conversations")
	}
	for _, r := range s.Market.speakers {
		r.Spoke(s, i, count)
	}
}

// strike lets happen what a clock has run down for.
func (s *Span) strike(i int32, c *customer, k Clock) {
	m := s.Market
	if len(m.stores) > 0 && (k == Buy || k == Forward && !bought(c.stage) && bought(m.forward[c.stage])) && s.misses(i, c, k) {
		return
	}
	switch k {
	case Forward:
		if m.contest == nil || s.decides(i, c) {
			s.move(i, c, m.forward[c.stage])
		}
	case Back:
		s.move(i, c, m.back[c.stage])
	case Leave:
		s.move(i, c, Lapsed)
	case Buy:
		c.left[Buy] = m.atPrice(c, m.Luck.Resistance(purposeBuy, uint32(i), uint32(c.bought)))
		s.purchase(i, c)
	case Speak:
		c.left[Speak] = float32(m.Luck.Resistance(purposeSpeak, uint32(i), uint32(c.spoken)+1))
		s.Converse(i)
	default:
		o := &m.own[k-ownClocks]
		count := m.wind(i, k) - 1
		s.stale |= staleOwn
		s.table = o.table
		o.Strike(s, i, count)
	}
}

// misses reports whether a customer who would buy finds nothing; then the clock
// is wound up anew.
func (s *Span) misses(i int32, c *customer, k Clock) bool {
	m := s.Market
	for _, w := range m.stores {
		if w.Empty() {
			luck := m.Luck
			if s.missed > 0 {
				luck = luck.Apart(s.missed) // or a customer in a hurry would be as lucky again and again
			}
			s.missed++
			c.left[k] = m.atPrice(c, luck.Resistance(purposeMissed, uint32(i), uint32(m.step)<<4|uint32(k)))
			w.Missed(s, i)
			return true
		}
	}
	return false
}

var purposeMissed = chance.NewPurpose("clock: after nothing was left to buy")
