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
	moved     bool    // the customer in hand has moved
	stale     bool    // something that rates depend on has changed for the customer in hand
	struck    uint64  // clocks that have struck in this step, for the synchronous scheme
	rate      Rate
	out       []Word
	flow      []int64    // by column
	books     []int64    // by account
	credits   []int64    // by source
	reports   [][]Report // by desk
	due       []int32    // customers to look at in this step
	warm      int32      // of no meaning: see step
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
	if !s.catchUp(i, c, m.step) {
		s.rates(i, c)
	}
	left := m.dt
	end := float64(float64(m.step+1) * m.dt)
	s.struck = 0
	for strikes := 0; ; strikes++ {
		clock, wait := s.first(i, c)
		if wait >= left {
			s.run(i, c, left)
			break
		}
		s.run(i, c, wait)
		left -= wait
		s.now = end - left
		s.moved, s.stale = false, false
		s.strike(i, c, clock)
		if s.stale {
			s.rates(i, c)
		}
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
	}
	c.since = m.step + 1
	m.wake[i] = s.wakeUp(i, c)
}

// first returns the clock of a customer that strikes first at the present
// rates, and in how many weeks.
func (s *Span) first(i int32, c *customer) (Clock, float64) {
	m := s.Market
	press := m.hazards.now[m.hazards.row(c.stage, c.class):]
	best, soonest, lowest := Clock(0), math.Inf(1), float32(0)
	for _, k := range m.running[c.stage] {
		if s.struck&(1<<k) != 0 {
			continue
		}
		left := *m.timeLeft(i, c, k)
		if left <= 0 {
			if soonest > 0 || left < lowest {
				best, soonest, lowest = k, 0, left
			}
			continue
		}
		// A clock that would strike later than the first one need not be
		// divided out.
		if rate := s.rate.Of[k] + press[k]; float64(left) < float64(rate*soonest) {
			best, soonest = k, float64(left)/rate
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
	press := m.hazards.now[m.hazards.row(c.stage, c.class):]
	for _, k := range m.running[c.stage] {
		rate := s.rate.Of[k] + press[k]
		if rate == 0 || s.struck&(1<<k) != 0 {
			continue
		}
		*m.timeLeft(i, c, k) -= float32(rate * weeks)
		if k == Forward && c.flags&everBought == 0 {
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
// rates the customer had, and lets the bond fade meanwhile. It reports whether
// it has worked out the customer's rates and they still hold.
func (s *Span) catchUp(i int32, c *customer, step int32) bool {
	m := s.Market
	if c.since >= step {
		return false
	}
	s.rates(i, c)
	weeks := float64(float64(step-c.since) * m.dt)
	winning := c.flags&everBought == 0
	on := m.hazards.on[m.hazards.row(c.stage, c.class):]
	for _, k := range m.running[c.stage] {
		off := float64(s.rate.Of[k] * weeks)
		if k == Forward && winning && off > 0 {
			s.credit(i, c, OwnNeed, -1, off)
		}
		for _, col := range on[k] {
			p := &m.hazards.columns[col]
			d := p.integral[step] - p.integral[c.since]
			if k == Forward && winning && d > 0 {
				s.credit(i, c, p.source, -1, d)
			}
			off += d
		}
		*m.timeLeft(i, c, k) -= float32(off)
	}
	faded := c.bond > 0 && m.Plan.Attitudes.BondDecay > 0
	if faded {
		c.bond *= float32(m.fade(step - c.since))
	}
	c.since = step
	return !faded
}

// fade returns the share of a bond that is left after some steps.
func (m *Market) fade(steps int32) float64 {
	if int(steps) < len(m.fading) {
		return m.fading[steps]
	}
	return chance.Exp(-float64(m.Plan.Attitudes.BondDecay * m.dt * float64(steps)))
}

// unseen is the share of a bond that may fade before its effect on the rates
// is looked at again.
const unseen = 0.1

// wakeUp returns the step in which a clock of the customer may next strike,
// however the pressures move below their bounds.
func (s *Span) wakeUp(i int32, c *customer) int32 {
	m := s.Market
	soonest := math.Inf(1)
	if c.bond > 0 && m.Plan.Attitudes.BondDecay > 0 {
		soonest = unseen / m.Plan.Attitudes.BondDecay
	}
	bound := m.hazards.bound[m.hazards.row(c.stage, c.class):]
	for _, k := range m.running[c.stage] {
		left := float64(*m.timeLeft(i, c, k))
		if rate := s.rate.Of[k] + bound[k]; left <= 0 {
			soonest = 0
		} else if left < float64(rate*soonest) {
			soonest = left / rate
		}
	}
	steps := soonest * m.stepRate
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
		s.stale = true
		o.Strike(s, i, count)
	}
}

var purposeOwn = chance.NewPurpose("clock: a mechanism's own")
