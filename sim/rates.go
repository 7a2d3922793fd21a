package sim

import (
	"fmt"
	"math"

	"grapevine/chance"
)

// openRates lays out the journey's rates before attitudes, by stage.
func (m *Market) openRates() {
	p := &m.Plan.Rates
	m.base = [MaxStages][ownClocks]float64{
		Unaware:     {Forward: p.Notice},
		Aware:       {Forward: p.Consider, Back: p.ForgetAware},
		Considering: {Forward: p.Decide, Back: p.ForgetConsidering},
		Customer:    {Forward: p.Settle, Leave: p.Leave.Customer, Buy: p.Buy.Customer},
		Loyal:       {Forward: p.Champion, Leave: p.Leave.Loyal, Buy: p.Buy.Loyal, Speak: p.Speak.Loyal},
		Advocate:    {Back: p.StepDown, Leave: p.Leave.Advocate, Buy: p.Buy.Advocate, Speak: p.Speak.Advocate},
		Lapsed:      {Forward: p.Return},
	}
	a := &m.Plan.Attitudes
	for s := Customer; s <= Advocate; s++ {
		settles := s == Customer && a.SettleBond != 0 && m.base[s][Forward] > 0 && m.forward[s] != s
		steps := s == Loyal && m.forward[s] != s || s == Advocate && m.back[s] != s
		leaves := a.LeaveBond != 0 && m.base[s][Leave] > 0 && m.running[s][0].has(Leave)
		m.bondful[s] = settles || steps && a.AdvocateBond > 0 || leaves
	}
}

// stale says what of the rates of the customer in hand holds no more.
type stale uint8

const (
	staleBond     stale = 1 << iota // what depends on the bond
	staleFeelings                   // what depends on any feeling
	staleOwn                        // the rates of the mechanism whose clock has struck
	staleAll
)

// rates works out a customer's own hazards: base rate × exp(attitudes), traits
// and what mechanisms sway.
func (s *Span) rates(i int32, c *customer) {
	m := s.Market
	s.journey(i, c)
	if len(m.own) > 0 {
		s.ask(i, m.clocksOf(i, c))
	}
}

// journey works out those of the journey.
func (s *Span) journey(i int32, c *customer) {
	s.lasting(i, c)
	if bought(c.stage) {
		s.fading(c)
	}
	if len(s.Market.swayers) > 0 {
		s.sway(i, c)
	}
}

// refresh works out those of the rates of the customer in hand anew that hold
// no more. It comes to the same as rates.
func (s *Span) refresh(i int32, c *customer) {
	m := s.Market
	what := s.stale
	if s.stale = 0; what == 0 {
		return
	}
	var ask clockSet
	switch {
	case what&staleAll != 0:
		s.rates(i, c)
		return
	case what&staleFeelings != 0:
		s.lasting(i, c)
		ask = m.feeling
	case what&staleBond != 0:
		ask = m.bonding
	}
	if what&staleOwn != 0 {
		ask |= m.brought[s.table]
	}
	if what&(staleFeelings|staleBond) != 0 && bought(c.stage) {
		s.fading(c)
	}
	if len(m.swayers) > 0 && (what&(staleFeelings|staleBond) != 0 || m.sways[s.table]) {
		s.sway(i, c)
	}
	if ask != 0 {
		s.ask(i, m.clocksOf(i, c)&ask)
	}
}

// lasting works out the hazards of the journey that do not depend on the bond,
// before mechanisms sway them.
func (s *Span) lasting(i int32, c *customer) {
	m := s.Market
	p, a := &m.Plan.Rates, &m.Plan.Attitudes
	s.rate.Stage = c.stage
	r := (*[ownClocks]float64)(s.plain)
	*r = m.base[c.stage]
	need, talk := 1.0, 1.0
	if m.traits != nil {
		need, talk = float64(m.traits[i].need), float64(m.traits[i].talk)
	}
	sat := float64(c.satisfaction)
	switch c.stage {
	case Unaware:
		if m.traits != nil {
			r[Forward] *= float64(m.traits[i].notice)
		}
	case Aware:
		r[Forward] *= need * response(a.ConsiderTrust*(float64(c.trust)-a.TrustStart))
	case Considering:
		r[Forward] *= need
	}
	if r[Buy] > 0 {
		r[Buy] *= need * response(a.BuySatisfied*sat)
	}
	if bought(c.stage) || c.stage == Lapsed {
		u := p.Speak.Base
		if sat > 0 {
			u += float64(p.Speak.Delighted * sat * sat)
		} else {
			u += float64(p.Speak.Disappointed * sat * sat)
		}
		r[Speak] = float64((r[Speak] + u) * talk)
		if c.stage == Lapsed {
			r[Speak] *= p.Speak.Lapsed
		}
	}
}

// fading works out those that do, of somebody who has the product.
func (s *Span) fading(c *customer) {
	m := s.Market
	a := &m.Plan.Attitudes
	base, r := &m.base[c.stage], (*[ownClocks]float64)(s.plain)
	sat, bond, trust := float64(c.satisfaction), float64(c.bond), float64(c.trust)-a.TrustStart
	switch c.stage {
	case Customer:
		if r[Forward] = base[Forward]; r[Forward] > 0 {
			r[Forward] *= response(float64(a.SettleSatisfied*sat) + float64(a.SettleBond*bond) + float64(a.SettleTrust*trust))
		}
	case Loyal:
		if r[Forward] = base[Forward]; !m.champions(c) {
			r[Forward] = 0
		}
	case Advocate:
		if r[Back] = base[Back]; !m.champions(c) {
			r[Back] += m.Plan.Rates.StepDownFailing
		}
	}
	if r[Leave] = base[Leave]; r[Leave] > 0 {
		r[Leave] *= response(-float64(a.LeaveSatisfied*sat) - float64(a.LeaveBond*bond) - float64(a.LeaveTrust*trust))
	}
}

// sway lets mechanisms sway the hazards of the journey.
func (s *Span) sway(i int32, c *customer) {
	*(*[ownClocks]float64)(s.rate.Of) = [ownClocks]float64(s.plain)
	s.rate.Parts = s.rate.Parts[:0]
	for _, w := range s.Market.swaying[c.stage] {
		w.Sway(s.Market, i, &s.rate)
	}
}

// ask asks mechanisms for the hazards of some of their clocks.
func (s *Span) ask(i int32, set clockSet) {
	m := s.Market
	for set &^= journeyClocks; set != 0; set = set.rest() {
		k := set.first()
		if at := m.ownAt(i, k); m.ownLeft[at] == 0 && m.wound[at] == 0 {
			m.wind(i, k)
		}
		s.rate.Of[k] = m.own[k-ownClocks].Rate(i)
	}
}

// response is the factor by which attitudes multiply a base hazard:
// exp(x) with x kept within ±3, as in proportional-hazards models.
func response(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case x > 3:
		x = 3
	case x < -3:
		x = -3
	}
	return chance.Exp(x)
}

// champions reports whether a customer meets the lines of an advocate.
func (m *Market) champions(c *customer) bool {
	a := &m.Plan.Attitudes
	return float64(c.satisfaction) >= a.AdvocateLine && float64(c.bond) >= a.AdvocateBond && float64(c.trust) >= a.AdvocateTrust
}

// errCount is what a run ends with when something has befallen a customer more
// often than can be counted.
func errCount(m *Market, i int32, what string) error {
	return fmt.Errorf("customer %d: more than %d %s by week %.4g: rates this high are most likely a mistake of unit (rates are per week); lower them", i, math.MaxUint16, what, m.Week())
}

// errRates is what a run ends with when a customer's clocks strike without end.
func errRates(m *Market, i int32, c *customer) error {
	return fmt.Errorf("customer %d: more than %d events in one step of %.3g weeks in stage %q: rates this high are most likely a mistake of unit (rates are per week); lower them or shorten step",
		i, maxStrikes, m.dt, m.Plan.stageNames()[c.stage])
}
