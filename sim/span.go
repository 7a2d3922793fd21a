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
	now       float64 // weeks
	moved     bool
	struck    uint64 // clocks that have struck in this step, for the synchronous scheme
	rate      Rate
	total     []float64 // rates with pressures, by clock
	out       []Word
	flow      []int64    // by column
	books     []int64    // by account
	credits   []int64    // by source
	reports   [][]Report // by desk
	gift      bool       // the next purchase is a gift
	err       error
}

// Rate is a customer's own hazards, in 1/week, before the pressures that all
// in the class share.
type Rate struct {
	Stage Stage
	Of    []float64 // by clock
}

// Now returns the time in weeks of what is happening to the customer in hand.
func (s *Span) Now() float64 { return s.now }

// maxStrikes is how often clocks may strike for one customer in one step
// before the rates are taken to be a mistake.
const maxStrikes = 10_000

// live takes a customer through the present step: alone, in continuous time,
// from strike to strike (or, in the synchronous scheme, up to the first move).
func (s *Span) live(i int32) {
	m := s.Market
	c := &m.customers[i]
	s.catchUp(i, c, m.step)
	left := m.dt
	end := float64(float64(m.step+1) * m.dt)
	s.struck = 0
	s.rates(i, c)
	for strikes := 0; ; strikes++ {
		clock, wait := s.first(i, c)
		if wait >= left {
			s.run(i, c, left)
			break
		}
		s.run(i, c, wait)
		left -= wait
		s.now = end - left
		s.moved = false
		s.strike(i, c, clock)
		if m.Plan.Synchronous {
			if s.moved {
				break // the rest of the step is spent where the move led
			}
			s.struck |= 1 << clock
		}
		if strikes > maxStrikes {
			s.err = errRates(m, i, c)
			break
		}
		s.rates(i, c)
	}
	c.since = m.step + 1
	s.rates(i, c)
	m.wake[i] = s.wakeUp(i, c)
}

// first returns the clock of a customer that strikes first at the present
// rates, and in how many weeks.
func (s *Span) first(i int32, c *customer) (Clock, float64) {
	m := s.Market
	best, soonest, lowest := Clock(0), math.Inf(1), float32(0)
	for _, k := range m.running[c.stage] {
		if s.struck&(1<<k) != 0 {
			continue
		}
		left := *m.timeLeft(i, c, k)
		wait := math.Inf(1)
		switch {
		case left <= 0:
			wait = 0
		case s.total[k] > 0:
			wait = float64(left) / s.total[k]
		}
		if wait < soonest || wait == 0 && soonest == 0 && left < lowest {
			best, soonest, lowest = k, wait, left
		}
	}
	return best, soonest
}

// run takes a time in weeks off all clocks of a customer at the present rates.
func (s *Span) run(i int32, c *customer, weeks float64) {
	m := s.Market
	if weeks <= 0 {
		return
	}
	for _, k := range m.running[c.stage] {
		if s.struck&(1<<k) != 0 {
			continue
		}
		left := m.timeLeft(i, c, k)
		*left -= float32(s.total[k] * weeks)
		if k == Forward && c.flags&everBought == 0 && s.total[k] > 0 {
			s.creditPressure(i, c, weeks)
		}
	}
}

// timeLeft returns where a clock's resistance is kept.
func (m *Market) timeLeft(i int32, c *customer, k Clock) *float32 {
	if k < ownClocks {
		return &c.left[k]
	}
	return &m.timers[int(i)*len(m.own)+int(k-ownClocks)].left
}

// catchUp runs a sleeping customer's clocks up to the start of a step, at the
// rates the customer had, and lets the bond fade meanwhile.
func (s *Span) catchUp(i int32, c *customer, step int32) {
	m := s.Market
	if c.since >= step {
		return
	}
	s.rates(i, c)
	weeks := float64(float64(step-c.since) * m.dt)
	before := !(c.flags&everBought != 0)
	for _, k := range m.running[c.stage] {
		off := float64(s.rate.Of[k] * weeks)
		if k == Forward && before && off > 0 {
			s.credit(i, c, OwnNeed, -1, off)
		}
		for _, col := range m.hazards.at(c.stage, c.class, k).columns {
			p := &m.hazards.columns[col]
			d := p.integral[step] - p.integral[c.since]
			if k == Forward && before && d > 0 {
				s.credit(i, c, p.source, -1, d)
			}
			off += d
		}
		*m.timeLeft(i, c, k) -= float32(off)
	}
	c.since = step
	if c.bond > 0 && m.Plan.Attitudes.BondDecay > 0 {
		c.bond *= float32(chance.Exp(-float64(m.Plan.Attitudes.BondDecay * weeks)))
		s.reckon(i, c)
	}
}

// longestSleep is how many weeks a customer whose bond is fading may go
// without a look at what the fading does to the rates.
const longestSleep = 4

// wakeUp returns the step in which a clock of the customer may next strike,
// however the pressures move below their bounds.
func (s *Span) wakeUp(i int32, c *customer) int32 {
	m := s.Market
	soonest := math.Inf(1)
	for _, k := range m.running[c.stage] {
		left := float64(*m.timeLeft(i, c, k))
		rate := s.rate.Of[k] + m.hazards.at(c.stage, c.class, k).bound
		if left <= 0 {
			soonest = 0
		} else if rate > 0 {
			soonest = min(soonest, left/rate)
		}
	}
	if c.bond > 0 && m.Plan.Attitudes.BondDecay > 0 {
		soonest = min(soonest, longestSleep)
	}
	steps := soonest / m.dt
	if steps >= float64(math.MaxInt32-1-c.since) {
		return math.MaxInt32
	}
	return c.since + int32(steps)
}

// strike lets happen what a clock has run down for.
func (s *Span) strike(i int32, c *customer, k Clock) {
	m := s.Market
	switch k {
	case Forward:
		s.move(i, c, m.forward[c.stage])
	case Back:
		s.move(i, c, m.back[c.stage])
	case Leave:
		s.move(i, c, Lapsed)
	case Buy:
		c.left[Buy] = float32(m.Luck.Resistance(purposeBuy, uint32(i), c.bought))
		s.purchase(i, c)
	case Speak:
		count := c.spoken
		c.spoken++
		c.left[Speak] = float32(m.Luck.Resistance(purposeSpeak, uint32(i), c.spoken))
		for _, r := range m.speakers {
			r.Spoke(s, i, count)
		}
	default:
		t := &m.timers[int(i)*len(m.own)+int(k-ownClocks)]
		o := &m.own[k-ownClocks]
		count := t.wound - 1
		t.left = float32(o.luck.Resistance(purposeOwn, uint32(i), t.wound))
		t.wound++
		o.Strike(s, i, count)
	}
}

var purposeOwn = chance.NewPurpose("clock: a mechanism's own")
